"""The deadline grammar: a printed time (thời gian thực hiện, thời hạn) → typed deadlines, and those → JSON and words.

The ways a time is printed stand in `rules.toml` and `points.toml`; how to add one is told in the docs.
"""

from __future__ import annotations

from knowledge.deadlines.reader import looks_like_time, read_deadlines
from knowledge.deadlines.render import render_deadline
from knowledge.deadlines.wire import deadline_json, deadlines_json

__all__ = ["deadline_json", "deadlines_json", "looks_like_time", "read_deadlines", "render_deadline"]
