"""Where the language floor draws its lines. Fixed on plans other than those that are scored; see docs/decisions.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Shares of a question's weight (coverage) and differences of score; all 0..1."""

    answer: float = 0.46  # a task covers the question
    short_answer: float = 0.6  # the same for a question of a word or two
    far_ahead: float = 0.44  # the same for a task that leads all others by `lead`
    lead: float = 0.2
    sure: float = 0.75  # so well covered that one foreign word more does no harm
    two_lost: float = 0.54  # below this two words running that a text lacks are a topic that it lacks
    word_lost: float = 0.65  # below this a word of several syllables that a text lacks is
    duty: float = 0.4  # a duty covers a question that sounds like one
    compare: float = 0.42  # one plan's side of a comparison, each plan having its own words
    full_word: float = 0.9  # a word that is all topic
    list_answer: float = 0.5  # the best task of a list by topic covers it
    list_share: float = 0.8  # others in the list, of the best one's coverage
    section: float = 0.7  # a table section is what is meant
    titled: float = 0.8  # a plan's title holds what stands behind the word for plan
    offer: float = 0.25  # worth offering beside "the plan does not say"
    found: float = 0.3  # below this a word counts as not found
    content: float = 0.3  # a word's own weight from which it is content
    topic: float = 0.6  # summed weight from which a list is narrowed by a topic
    margin: float = 0.06  # scores nearer than this are not told apart
    loyalty: float = 0.12  # what the last turn's subject gains
    indicator: float = 0.04  # what a row of a table of figures loses when no figure is asked for
    duty_lead: float = 0.1  # how far the prose must lead the table
    overheard: float = 0.8  # coverage from which overheard talk is surely a question
    together: int = 3  # more near tasks than this: ask which
    shown: int = 3


THRESHOLDS = Thresholds()
