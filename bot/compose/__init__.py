"""The only room that picks implementations, and puts them together."""
