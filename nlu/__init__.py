"""The language floor: Vietnamese text to meaning. Knows no plan; names and texts to search are handed to it."""
