"""The deadline grammar: a printed time (thời gian thực hiện, thời hạn) → typed deadlines, and those → JSON and words.

The ways a time is printed stand in `rules.toml` and `points.toml`; how to add one is told in the docs.
"""
