"""Tests that say the same every run and on every machine; `--hypothesis-profile=wide` looks further."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.register_profile("wide", deadline=None, max_examples=2000)
settings.load_profile("house")
