"""Documents as received: bytes → text → lines → paragraphs and tables with their place. What they mean is `ingest`'s."""
