"""What the parts of a guide are called on the members' screens."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cha.core.money import short_amount
from cha.language.times import span
from cha.people.models import Fact
from cha.resolutions.guides.flow import ENDS, FACT, KINDS, SAID, SOURCES, Flow, Step, Suggestion, Worth
from cha.resolutions.guides.knowing import Known
from cha.resolutions.guides.walking import Given, Standing
from cha.resolutions.policy import names
from cha.workspace.now import words
from cha.workspace.now.fact_words import kind_words as fact_kind

_KINDS: Final = {
    "ask": gettext_lazy("Ask"),
    "do": gettext_lazy("Do"),
    "say": gettext_lazy("Say"),
    "offer": gettext_lazy("Offer"),
    "call": gettext_lazy("Call"),
    "no": gettext_lazy("No"),
}
_ENDS: Final = {
    "promise": gettext_lazy("end, with a promise"),
    "choice": gettext_lazy("end, with their choice"),
    "right": gettext_lazy("end, put right"),
    "handed": gettext_lazy("end, handed on"),
}
_SHORT: Final = {
    "promise": gettext_lazy("ends, promised"),
    "choice": gettext_lazy("ends, chosen"),
    "right": gettext_lazy("ends, put right"),
    "handed": gettext_lazy("ends, handed on"),
}
_SOURCES: Final = {
    "order status": gettext_lazy("how the order stands"),
    "order placed": gettext_lazy("when it was ordered"),
    "delivery date": gettext_lazy("the day they named"),
    "topic": gettext_lazy("what it is about"),
    "mood": gettext_lazy("their mood"),
    "language": gettext_lazy("their language"),
    "channel": gettext_lazy("how they write"),
}
TONES: Final = {"do": "leaf", "say": "mist", "offer": "mist", "call": "plum", "no": "honey"}
GLYPHS: Final = {
    "ask": "circle-help",
    "do": "check-check",
    "say": "message-circle",
    "offer": "split",
    "call": "phone",
    "no": "minus",
}


def kind_words(kind: str) -> str:
    """A kind of step."""
    return str(_KINDS[kind])


def way_words(way: Suggestion) -> str:
    """A way of an offer: "They come today. Money back, €9.50, within 24 hours"."""
    language = get_language() or "en"
    about = [
        names.remedy(way.kind),
        _worth(way.amount, language) if way.amount != Worth() else "",
        _("costs us %(worth)s") % {"worth": _worth(way.cost, language)} if way.cost and way.cost != way.amount else "",
        _("within %(span)s") % {"span": span(way.within, language)} if way.within else "",
    ]
    said = [part.rstrip(".") for part in (way.words, way.more, ", ".join(filter(None, about))) if part]
    return f"{'. '.join(said)}."


def _worth(worth: Worth, language: str) -> str:
    if worth.currency:
        return short_amount(worth.minor, worth.currency, language)
    return _("%(num)s%% of the order") % {"num": worth.percent}


def kinds() -> list[tuple[str, str]]:
    """All kinds of steps."""
    return [(kind, kind_words(kind)) for kind in KINDS]


def end_words(end: str) -> str:
    """How a walk ends."""
    return str(_ENDS.get(end, end))


def short_ends() -> dict[str, str]:
    """How walks end, for the drawing."""
    return {end: str(said) for end, said in _SHORT.items()}


def source_words(source: str) -> str:
    """Where something is known from."""
    return str(_SOURCES[source]) if source in _SOURCES else fact_kind(source.removeprefix(FACT))


def sources() -> list[tuple[str, str]]:
    """All sources that a small form offers; others are written in the text."""
    facts = [(FACT + kind, fact_kind(kind)) for kind in ("order", "address", "quantity", "date")]
    return [("", _("nobody: it is asked")), *((source, source_words(source)) for source in SOURCES), *facts]


def targets(flow: Flow) -> list[tuple[str, str]]:
    """Where an answer may lead: the steps by number, then the ends."""
    steps = [(step.key, f"{number}. {step.words[:40]}") for number, step in enumerate(flow.steps, 1)]
    return [*steps, *((f"end:{end}", end_words(end)) for end in ENDS)]


def answer_words(step: Step, label: str) -> str:
    """What an answer without words of its own is called: what was done."""
    if label:
        return label
    return {"do": _("Done"), "call": _("Called"), "ask": _("Then"), "offer": _("Offered")}.get(step.kind, _("Said"))


def known_words(given: Given) -> str:
    """That an answer was known, and from whom."""
    if given.by != "known":
        return _("decided otherwise than what is known") if given.instead else ""
    return _("known, from %(source)s") % {"source": given.source}


def seen(known: Known) -> str:
    """What is known, as it is shown."""
    return known.said or known.value


def findings(name: str, here: Standing) -> str:
    """What a walk found, as the words of a note."""
    lines = [_("Guide: %(name)s") % {"name": name}]
    for step, given in here.done:
        answer = answer_words(step, given.answer)
        known = f" ({given.said}, {given.source})" if given.by == "known" else ""
        what = kind_words(step.kind) if step.kind in SAID else step.words
        lines.append(f"– {what}{'' if what.endswith('?') else ':'} {answer}{known}")
    if here.end:
        lines.append(f"→ {end_words(here.end)}")
    return "\n".join(lines)


def told_words(fact: Fact) -> str:
    """Something that nobody asks for again."""
    return _("Do not ask for: %(what)s") % {"what": fact_kind(fact.kind).lower()}


def topic_words(topics: list[str]) -> str:
    """What guides are for."""
    return ", ".join(words.topic_words(topic) or topic for topic in topics)
