"""The ways people reach the assistant: one file per library."""
