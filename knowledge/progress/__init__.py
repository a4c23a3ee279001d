"""How far the tasks are, and what happened that their clocks hang on: no I/O here."""
