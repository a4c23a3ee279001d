"""Documents as received: bytes → text → lines → paragraphs and tables, placed; `ingest` tells their meaning."""
