"""Every phrase of the cue file finds its own cue; the longest wins; a broken file is refused by name."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from nlu.cues import Cue, CueFinder
from nlu.errors import LexicalFileError
from nlu.noise import NoiseReader
from nlu.rule_file import DATA
from nlu.text import fold, words
from nlu.tone import tone_last
from nlu.vocabulary import Vocabulary
from tests.factories.worlds import two_plans

FILE = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
LISTS: dict[str, list[str]] = FILE["lists"]
RULES: list[dict[str, Any]] = FILE["cue"]

LOOSE = "marks asked for are forgotten where the phrase comes in by a list"
FAILING = {"quyền admin": "a chat spelling shortens 'admin' before cues are looked for"}


def said(phrase: str) -> str:
    """A phrase as a person says it: each list's first phrase in its place, a gap left empty."""
    parts = [LISTS[part[1:-1]][0] if part.startswith("<") else part for part in phrase.split()]
    return " ".join(part for part in parts if part != "_")


def features(text: str) -> set[str]:
    world = two_plans()
    return {cue.feature for cue in world.cues.find(world.noise.read(words(text)))}


def phrases(rule: dict[str, Any], *, bare: bool) -> list[str]:
    """What must be found when said alone: without marks all but the phrases that need them."""
    told = [phrase for phrase in rule["phrases"] if phrase not in FAILING]
    needing = rule.get("marked", [])
    if bare:
        return [phrase for phrase in told if phrase not in needing]
    return [phrase for phrase in told if phrase not in needing or fold(said(phrase)) != said(phrase)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_every_phrase_is_found_as_printed(rule: dict[str, Any]) -> None:
    assert [p for p in phrases(rule, bare=False) if rule["feature"] not in features(said(p))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_every_phrase_is_found_without_marks(rule: dict[str, Any]) -> None:
    assert [p for p in phrases(rule, bare=True) if rule["feature"] not in features(fold(said(p)))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_every_phrase_is_found_in_capitals(rule: dict[str, Any]) -> None:
    assert [p for p in phrases(rule, bare=False) if rule["feature"] not in features(said(p).upper())] == []


@pytest.mark.parametrize("rule", [r for r in RULES if r.get("marked")], ids=lambda rule: rule["id"])
def test_phrases_that_need_their_marks_are_not_found_without(rule: dict[str, Any]) -> None:
    """They fold onto other words: "so" is "số" more often than "so với"."""
    loose = [phrase for phrase in rule["marked"] if rule["feature"] in features(fold(phrase))]
    others = [fold(said(phrase)) for phrase in rule["phrases"] if phrase not in rule["marked"]]
    assert [phrase for phrase in loose if not any(other in fold(phrase) for other in others)] == []


@pytest.mark.xfail(reason=LOOSE, strict=True)
def test_what_needs_marks_is_one_of_the_phrases() -> None:
    assert [(r["id"], p) for r in RULES for p in r.get("marked", []) if p not in r["phrases"]] == []


@pytest.mark.parametrize(("phrase", "reason"), FAILING.items())
def test_a_known_failure_still_fails(phrase: str, reason: str) -> None:
    rule = next(rule for rule in RULES if phrase in rule["phrases"])
    assert rule["feature"] not in features(said(phrase)), f"mended: {reason}"


def test_every_list_is_used_and_every_used_list_is_there() -> None:
    used = {part[1:-1] for rule in RULES for p in rule["phrases"] for part in p.split() if part.startswith("<")}
    assert used == set(LISTS)


def test_every_rule_has_an_id_of_its_own() -> None:
    ids = [rule["id"] for rule in RULES]
    assert len(ids) == len(set(ids))


UNCHECKED = pytest.mark.xfail(reason="the finder does not look at this yet", strict=True)

# ------------------------------------------------------------------ the engine, on a small file of its own

SMALL = {
    "lists": {"who": ["ai", "bên nào"], "thing": ["việc", "đầu việc"]},
    "cue": [
        {"id": "who", "feature": "who", "phrases": ["<who>"]},
        {"id": "lead", "feature": "lead", "phrases": ["chủ trì", "<who> chủ trì"]},
        {"id": "list", "feature": "list", "phrases": ["<thing> nào", "những <thing> nào"]},
        {"id": "often", "feature": "when", "phrases": ["bao lâu _ một lần"]},
        {"id": "so", "feature": "compare", "phrases": ["so", "so sánh"], "marked": ["so"]},
        {"id": "rate", "feature": "rate", "phrases": ["tỷ lệ"], "keep": True},
        {"id": "long", "feature": "duty", "phrases": ["có trách nhiệm gì"]},
    ],
}


def found(text: str, data: dict[str, Any] = SMALL) -> tuple[Cue, ...]:
    finder = CueFinder(data)
    vocabulary = Vocabulary()
    vocabulary.add(finder.vocabulary)
    vocabulary.add_forms(tone_last(word.typed) for word in words(text) if word.typed != word.folded)
    return finder.find(NoiseReader(vocabulary, chat={}, short={}).read(words(text)))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ai chủ trì", ["lead"]),
        ("bên nào chủ trì", ["lead"]),
        ("ai đó chủ trì", ["who", "lead"]),
        ("những đầu việc nào", ["list"]),
        ("việc nào ai chủ trì", ["list", "lead"]),
        ("bao lâu một lần", ["often"]),
        ("bao lâu họp một lần", ["often"]),
        ("bao lâu phải họp một lần", ["often"]),
        ("bao lâu họp giao ban một lần", []),
        ("so thu tu", []),
        ("số thứ tự", []),
        ("so sánh", ["so"]),
        ("so tiền này với bên kia", ["so"]),
        ("ai tri", ["who"]),
        ("co chach nhiem gi", ["long"]),
        ("không có gì ở đây", []),
        ("", []),
    ],
)
def test_finds_cues(text: str, ids: list[str]) -> None:
    assert [cue.id for cue in found(text)] == ids


def test_a_cue_names_the_words_it_is_made_of() -> None:
    (cue,) = found("bao lâu họp một lần")
    assert (cue.start, cue.end, cue.used) == (0, 5, (0, 1, 3, 4))
    assert [cue.keep for cue in found("tỷ lệ ai")] == [True, False]


@pytest.mark.parametrize("broken", ["phrase", "keeps", "why"])
def test_an_unknown_key_is_refused_by_the_rule_s_name(broken: str) -> None:
    rule = {"id": "odd", "feature": "who", "phrases": ["ai"], broken: ["x"]}
    with pytest.raises(LexicalFileError, match=rf"\[odd\].*{broken}"):
        CueFinder({"cue": [rule]})


@pytest.mark.parametrize("missing", ["feature", "phrases"])
def test_a_missing_key_is_refused(missing: str) -> None:
    rule: dict[str, Any] = {"id": "odd", "feature": "who", "phrases": ["ai"]}
    del rule[missing]
    with pytest.raises(LexicalFileError, match="odd"):
        CueFinder({"cue": [rule]})


@pytest.mark.parametrize(
    "data",
    [
        {"cue": {}},
        {"cue": [{"id": "odd", "feature": "who", "phrases": "ai"}]},
        {"lists": [], "cue": []},
        pytest.param({"cue": [{"id": "odd", "feature": "who", "phrases": ["<nobody>"]}]}, marks=UNCHECKED),
        pytest.param({"cue": [{"id": "odd", "feature": "who", "phrases": [""]}]}, marks=UNCHECKED),
        pytest.param({"cue": ["odd"]}, marks=UNCHECKED),
        pytest.param({"cues": []}, marks=UNCHECKED),
    ],
    ids=[
        "rules in a table",
        "phrases that are one text",
        "lists in a list",
        "no such list",
        "empty",
        "text",
        "top key",
    ],
)
def test_a_broken_file_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(LexicalFileError):
        CueFinder(data)
