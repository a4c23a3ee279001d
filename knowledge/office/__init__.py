"""Who works in the office, what they may do, and in which chats its plans are spoken of: no I/O here."""
