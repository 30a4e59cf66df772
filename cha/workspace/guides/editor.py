"""A guide on its page: the steps with how they do, the same drawn, what is checked, and a dry walk on a true story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.language.times import said
from cha.resolutions.guide_counts import Counts, counts_of, helped_without, used_since
from cha.resolutions.guide_facts import knowledge_of
from cha.resolutions.guides.checks import Check, errors
from cha.resolutions.guides.drawing import draw
from cha.resolutions.guides.flow import Flow, Step
from cha.resolutions.guides.reading import read
from cha.resolutions.guides.ready import ready
from cha.resolutions.guides.walking import Given, answered, go_on, standing
from cha.resolutions.guiding import ONE_IN, checks_of, draft_of, guides, may_write, must_read
from cha.resolutions.models import Guide
from cha.team.models import Member
from cha.workspace.guides import words
from cha.workspace.guides.panel import Hole, answers_of, pieces_of
from cha.workspace.now.rows import Moment

LATELY: Final = 1000
STORIES: Final = 6
SEEN: Final = ("both", "words", "drawing")
TONES: Final = {"error": "plum", "advice": "honey", "fine": ""}
GLYPHS: Final = {"error": "circle-alert", "advice": "info", "fine": "check"}


@dataclass(frozen=True, slots=True)
class Card:
    """A step as its card shows it. `turns`: answer, what is waited for, where to (key, words), whether it ends there.

    `bad`: somebody would hang here. `counts`: how it does, in sentences.
    """

    step: Step
    number: int
    kind: str
    tone: str
    pieces: tuple[Hole, ...]
    known: str
    turns: tuple[tuple[str, str, str, str, bool], ...]
    ways: tuple[str, ...]
    bad: bool
    counts: tuple[str, ...]


def listed(member: Member) -> dict[str, Any]:
    """All guides with how often they were used, and those that come along and nobody took."""
    rows, used = guides(), used_since()
    drafts = set(_drafted())
    taken = {row.slug for row in rows}
    return {
        "guides": [(row, words.topic_words(row.topics), used.get(row.pk, 0), row.pk in drafts) for row in rows],
        "ready": [(slug, read(text).flow) for slug, text in ready().items() if slug not in taken],
        "may": may_write(member),
    }


def _drafted() -> Sequence[int]:
    return list(Guide.objects.filter(gone_at=None, versions__number=None).values_list("pk", flat=True))


def page_of(guide: Guide, member: Member, at: Moment, see: str) -> dict[str, Any]:
    """What the page of a guide shows."""
    draft = draft_of(guide)
    version = draft or guide.live
    flow = must_read(version.text) if version else Flow()
    checks = checks_of(flow, languages_of(member))
    counts = counts_of(guide.pk, member)
    published = guide.live.published_at if guide.live else None
    return {
        "guide": guide,
        "flow": flow,
        "topics": words.topic_words(list(flow.topics)),
        "draft": draft,
        "published": said(published, now=at.at, zone=at.zone, language=at.language) if published else "",
        "cards": cards_of(flow, counts),
        "drawing": draw(flow, words.short_ends(), _("no end yet")),
        "drawn_words": drawn_words(flow, checks),
        "tones": words.TONES,
        "kinds": words.kinds(),
        "targets": words.targets(flow),
        "sources": words.sources(),
        "checks": [(one, TONES[one.tone], GLYPHS[one.tone]) for one in checks],
        "fine": sum(one.tone == "fine" for one in checks),
        "errors": errors(checks),
        "counts": counts,
        "without": helped_without(flow.topics) if flow.topics and counts.helped is not None else None,
        "remarks": [(one, said(one.at, now=at.at, zone=at.zone, language=at.language)) for one in counts.remarks],
        "story": next(iter(stories(flow, member)), None),
        "may": may_write(member),
        "see": see if see in SEEN else "both",
    }


def languages_of(member: Member) -> list[str]:
    """The languages that people write in lately, the most used first. One query."""
    rows = visible_to(member).exclude(language="").order_by("-pk").values_list("language", flat=True)[:LATELY]
    found = Counter(language.split("-")[0] for language in rows)
    return [language for language, times in found.most_common() if times * ONE_IN >= sum(found.values())]


def drawn_words(flow: Flow, checks: Sequence[Check]) -> str:
    """What the drawing shows, in a sentence or two."""
    count = len(flow.steps)
    found = ngettext("%(num)s step", "%(num)s steps", count) % {"num": count}
    what = _("%(steps)s, from “%(first)s” on. The steps beside it say the same in words.") % {
        "steps": found,
        "first": flow.steps[0].words if flow.steps else "",
    }
    return " ".join([what, *(one.title for one in errors(checks))])


def cards_of(flow: Flow, counts: Counts) -> list[Card]:
    """The steps in order."""
    return [_card(flow, step, number, counts) for number, step in enumerate(flow.steps, 1)]


def _card(flow: Flow, step: Step, number: int, counts: Counts) -> Card:
    turns = tuple(_turn(flow, step, turn.label, ", ".join(turn.when), turn.to) for turn in step.turns)
    bad = not turns or any(not to and not ends for _label, _when, to, _words, ends in turns)
    return Card(
        step,
        number,
        words.kind_words(step.kind),
        words.TONES.get(step.kind, ""),
        pieces_of(step.words, {}),
        words.source_words(step.known) if step.known else "",
        turns,
        tuple(words.way_words(way) for way in step.ways),
        bad,
        _told(step.key, counts),
    )


def _turn(flow: Flow, step: Step, label: str, when: str, to: str) -> tuple[str, str, str, str, bool]:
    """An answer as a card says it."""
    if to.startswith("end:"):
        return label, when, "", words.end_words(to.removeprefix("end:")), True
    number = flow.number(to)
    return label, when, to if number else "", _("go to %(number)s") % {"number": number} if number else "", False


def _told(key: str, counts: Counts) -> tuple[str, ...]:
    """How a step does: where people leave, go another way, or decide otherwise than what is known."""
    came = counts.came[key]
    found = []
    if left := counts.left[key]:
        found.append(_("%(count)s of %(came)s left here") % {"count": left, "came": came})
    if better := counts.better[key]:
        found.append(_("%(count)s of %(came)s knew a better way here") % {"count": better, "came": came})
    if otherwise := counts.otherwise[key]:
        found.append(
            _("%(count)s of %(came)s answered otherwise than what was known") % {"count": otherwise, "came": came}
        )
    return tuple(found)


def stories(flow: Flow, member: Member) -> list[Conversation]:
    """The newest conversations that this is for, of those the member may see."""
    rows = visible_to(member).select_related("person").order_by("-pk")
    found = list(rows.filter(topic__in=flow.topics)[:STORIES]) if flow.topics else []
    return found or list(rows[:STORIES])


def trial(flow: Flow, conversation: Conversation, member: Member, said: Sequence[str]) -> dict[str, Any]:
    """A dry walk: what is known answers, then what was pressed ("step:answer" each). Nothing is kept.

    Raises Invalid or Conflict for what does not follow.
    """
    knowledge = knowledge_of(conversation, member.language or "en")
    given: tuple[Given, ...] = go_on(flow, (), knowledge)
    for one in said:
        key, _colon, label = one.partition(":")
        given = answered(flow, given, key, label, knowledge)
    here = standing(flow, given)
    return {
        "done": [(step, one, words.answer_words(step, one.answer), words.known_words(one)) for step, one in here.done],
        "step": here.at,
        "kind": words.kind_words(here.at.kind) if here.at else "",
        "answers": answers_of(here.at, flow) if here.at else [],
        "end": words.end_words(here.end),
        "said": list(said),
        "conversation": conversation,
        "public": encode(conversation.pk),
    }
