"""A guide beside a conversation: the steps that are done, the one that waits, what to say, and the ways out of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.template.backends.utils import csrf_input
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from cha.conversations.blanks import KNOWN
from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.people.models import Fact
from cha.resolutions.guide_counts import used_since
from cha.resolutions.guide_facts import facts_told
from cha.resolutions.guides.flow import Flow, Step
from cha.resolutions.guides.walking import Standing
from cha.resolutions.guiding import flow_of, guides
from cha.resolutions.models import Guide, GuideWalk
from cha.resolutions.walks import standing_of, walk_of
from cha.team.models import Member
from cha.ui.kept import rendered
from cha.workspace.doors import MemberRequest
from cha.workspace.guides import words
from cha.workspace.now.fact_words import source_words
from cha.workspace.now.rows import Moment
from cha.workspace.now.saved import known_to
from cha.workspace.now.words import language_words

# What nobody asks for again, and how much of it is shown.
NOT_ASKED: Final = ("order", "address", "phone", "email", "date", "quantity", "name", "allergy")
MOST: Final = 3
_HOLE: Final = re.compile(r"\{([^{}\n?]{1,40})\??\}")


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of words to say: plain, filled, or still to be filled in."""

    text: str
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words to say in a language: `pieces` as they are shown, `draft` as they go into the draft."""

    pieces: tuple[Hole, ...]
    draft: str
    language: str
    language_words: str


def said_of(step: Step, flow: Flow, conversation: Conversation, known: Mapping[str, str]) -> Said:
    """The words of a step in the person's language, where the guide has them, with what is known filled in."""
    code = conversation.language.split("-")[0]
    own = step.said_in(code)
    language = code if own else flow.language
    pieces = pieces_of(own or step.words, known)
    draft = "".join(hole.text for hole in pieces)
    return Said(pieces, draft, language, language_words(language))


def pieces_of(text: str, known: Mapping[str, str]) -> tuple[Hole, ...]:
    """Blanks that are known are filled; the others stay open the way that drafts have them: "{time?}"."""
    found, last = [], 0
    for hit in _HOLE.finditer(text):
        name = hit[1].strip()
        value = known.get(name, "") if name in KNOWN else ""
        found += [Hole(text[last : hit.start()]), Hole(value, "filled") if value else Hole(f"{{{name}?}}", "open")]
        last = hit.end()
    found.append(Hole(text[last:]))
    return tuple(hole for hole in found if hole.text)


def walk_piece(request: MemberRequest, conversation: Conversation, member: Member, at: Moment) -> Markup:
    """The walk that this member is on here, nothing when they are on none. One query then."""
    walk = walk_of(conversation, member) if member.answers else None
    return piece(request, conversation, walk, at) if walk else Markup()


def piece(request: MemberRequest, conversation: Conversation, walk: GuideWalk, at: Moment, amiss: str = "") -> Markup:
    """The walk as the column shows it; `amiss` is what was not taken, in words."""
    values = shown(conversation, walk, request.user, at)
    return rendered("workspace/guides/_walk.html", **values, amiss=amiss, csrf_input=csrf_input(request))


def choice_piece(request: MemberRequest, conversation: Conversation, amiss: str = "") -> Markup:
    """The guides to choose from."""
    values = choice(conversation)
    return rendered("workspace/guides/_choose.html", **values, amiss=amiss, csrf_input=csrf_input(request))


def shown(conversation: Conversation, walk: GuideWalk, member: Member, at: Moment) -> dict[str, Any]:
    """What `_walk.html` shows."""
    flow, here = flow_of(walk.version), standing_of(walk)
    step = here.at
    says = step is not None and step.kind in ("say", "offer", "no")
    return {
        "conversation": conversation,
        "public": encode(conversation.pk),
        "walk": walk,
        "guide": walk.version.guide,
        "flow": flow,
        "number": len(here.done) + 1,
        "about": len(here.done) + here.left,
        "done": [
            (one, given, words.answer_words(one, given.answer), words.known_words(given)) for one, given in here.done
        ],
        "step": step,
        "glyph": words.GLYPHS[step.kind] if step else "",
        "kind": words.kind_words(step.kind) if step else "",
        "answers": answers_of(step, flow) if step else [],
        "said": said_of(step, flow, conversation, known_to(conversation, member)) if step and says else None,
        "end": here.end,
        "end_words": words.end_words(here.end),
        "onward": onward(conversation, here),
        "told": told_of(conversation, at),
        "used": used_since().get(walk.version.guide_id, 0),
    }


def answers_of(step: Step, flow: Flow) -> list[tuple[str, str, str]]:
    """The answers of a step: as they are sent, as they are called, and what comes after where that helps."""
    found = []
    for turn in step.turns:
        after = flow.step(turn.to)
        then = words.end_words(turn.end) if turn.end else after.words if after and step.kind == "ask" else ""
        found.append((turn.label, words.answer_words(step, turn.label), then[:80]))
    return found


def onward(conversation: Conversation, here: Standing) -> str:
    """Where the way forward is: the dialog of options at an offer, that of a promise at an end with one."""
    name = (
        "offer"
        if here.at and here.at.kind == "offer"
        else {"promise": "promises", "handed": "assignment"}.get(here.end, "")
    )
    try:
        return reverse(name, args=[conversation.pk]) if name else ""
    except NoReverseMatch:
        return ""


def told_of(conversation: Conversation, at: Moment) -> list[tuple[str, str]]:
    """What nobody asks for again, and where it is known from."""
    rows: dict[str, Fact] = {}
    for fact in facts_told(conversation):
        if fact.kind in NOT_ASKED:
            rows.setdefault(fact.kind, fact)
    return [(words.told_words(fact), f"{fact.value}, {source_words(fact, at)}") for fact in [*rows.values()][:MOST]]


def choice(conversation: Conversation) -> dict[str, Any]:
    """The guides to begin: those for what it is about first."""
    rows = [(row, words.topic_words(row.topics), conversation.topic in row.topics) for row in guides() if row.live_id]
    rows.sort(key=lambda row: not row[2])
    fits = [row for row in rows if row[2]]
    return {"conversation": conversation, "public": encode(conversation.pk), "guides": rows, "fits": fits}


def live_guide(pk: int | None) -> Guide | None:
    """A guide that can be begun."""
    return next((row for row in guides() if row.pk == pk and row.live_id), None)
