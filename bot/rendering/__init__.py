"""From an Answer to sentences. Every sentence stands in phrases.toml; Python only chooses and fills in."""
