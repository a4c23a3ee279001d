"""The session layer (quầy): who comes, what they may do, what they get; it knows no channel."""
