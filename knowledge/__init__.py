"""Plans and what they say: reading documents, keeping them, asking for them. Knows no chat and no clock."""
