"""Talks to people: commands, conversations and channels."""
