"""Days that fall due, and the clock."""
