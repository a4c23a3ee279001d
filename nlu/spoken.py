"""What people say in offices: how often they say a word and what stands beside it, where plans print neither."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path

from nlu.intents import intent_rules
from nlu.rule_file import DATA, check_keys, load_table, read_strings
from nlu.text import fold


@cache
def load_spoken(path: Path = DATA / "spoken.toml") -> tuple[str, ...]:
    """The lines of the data file and the example questions of the intents, those typed with their marks.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    top = check_keys(load_table(path), known=("said",), needed=("said",), path=path)
    lines: list[str] = []
    for row in top["said"]:
        rule = str(row.get("id", "?"))
        check_keys(row, known=("id", "lines"), needed=("id", "lines"), path=path, rule=rule)
        lines += read_strings(row["lines"], path=path, rule=rule)
    examples = chain.from_iterable(rule.examples for rule in intent_rules())
    return (*lines, *(line for line in examples if fold(line) != line.lower()))
