"""Reminders where they meet the channels: their words, and how they are watched over."""
