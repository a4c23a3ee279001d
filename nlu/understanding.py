"""From a message to what is asked, about what, and whether it can be answered: the door of the language floor.

Strict first: printed numbers, then names and days, then the topic by search. A topic is answered only when the plans
cover its words; what is not covered is named. What the last turns said is used only where the message leaves it out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from nlu.decision import decide
from nlu.dialogue import keep_question, keep_state, resume
from nlu.intents import rank_intents
from nlu.letters import read_letter
from nlu.meaning import Decision, DialogueState, Intent, Reason, Understanding
from nlu.reading import read_message
from nlu.request import Request, Speech
from nlu.world import World

LONGEST = 2000
"""Characters of a message that are read; a longer one is answered with a request to shorten it."""


def understand(
    text: str,
    *,
    world: World,
    state: DialogueState,
    today: date,
    at: datetime,
    plans: tuple[str, ...] = (),
    asker: str = "",
    addressed: bool = True,
) -> tuple[Understanding, DialogueState]:
    """What a message means and what the next one may lean on.

    Args:
        text: the message as typed; any text at all.
        world: the plans and the language.
        state: what the same person's last turn in this chat left; an expired state counts as none.
        today: the day that "tuần này" is counted from.
        at: the instant of the message.
        plans: the slugs that the chat is bound to, () = all plans.
        asker: the office of the person who asks, "" when not known.
        addressed: False for talk in a group that the assistant only listens to.
    """
    if state.expires_at is not None and state.expires_at <= at:
        state = DialogueState()
    if len(text) > LONGEST:
        decision = Decision.UNKNOWN if addressed else Decision.SILENT
        return (
            Understanding(
                utterance=text[:LONGEST], decision=decision, intent=Intent.OUT_OF_SCOPE, reason=Reason.TOO_LONG
            ),
            state,
        )
    speech = Speech(today=today, plans=plans, asker=asker, addressed=addressed)
    picked = resume(text, world=world, state=state, speech=speech)
    if picked is not None:
        return picked, keep_state(picked, state, at=at)
    # What is overheard may be a letter to somebody else: it is read whole, and each of its words counts.
    reading = read_letter(text, world, today=today) if addressed else read_message(text, world, today=today).strictly()
    request = Request.of(reading, world, speech, state)
    request = replace(request, ranking=rank_intents(request.features))
    understood = decide(request, world)
    return understood, keep_question(understood, request, keep_state(understood, state, at=at))
