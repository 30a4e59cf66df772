"""Chips: what narrows the long list, each with the way to take it off, and what could narrow it more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from cha.conversations.filters import Clause, Filter
from cha.workspace.crowd.asked import Asked
from cha.workspace.now import words

_FIELDS: Final = {
    "from": pgettext_lazy("filter", "From"),
    "organisation": gettext_lazy("Organisation"),
    "with": pgettext_lazy("filter", "With"),
    "team": gettext_lazy("Team"),
    "channel": gettext_lazy("Channel"),
    "medium": gettext_lazy("By"),
    "tag": gettext_lazy("Tag"),
    "topic": gettext_lazy("Topic"),
    "language": gettext_lazy("Language"),
    "mood": gettext_lazy("Feels"),
    "is": pgettext_lazy("filter", "Is"),
    "has": pgettext_lazy("filter", "Has"),
    "before": gettext_lazy("Before"),
    "after": gettext_lazy("After"),
    "during": gettext_lazy("During"),
    "waits": gettext_lazy("Waits"),
    "promised": gettext_lazy("Promised"),
    "target": gettext_lazy("Target"),
}
_STATES: Final = {
    "waiting": gettext_lazy("waiting on us"),
    "theirs": gettext_lazy("waiting on them"),
    "open": gettext_lazy("open"),
    "right": gettext_lazy("put right"),
    "confirmed": gettext_lazy("confirmed"),
    "snoozed": gettext_lazy("snoozed"),
    "aside": gettext_lazy("spam"),
    "trash": gettext_lazy("in the trash"),
    "unassigned": gettext_lazy("with nobody yet"),
    "mine": gettext_lazy("with you"),
    "promised": gettext_lazy("promised something"),
    "risk": gettext_lazy("at risk"),
    "new": gettext_lazy("not answered yet"),
}
_THINGS: Final = {
    "file": gettext_lazy("a file"),
    "note": gettext_lazy("a note"),
    "promise": gettext_lazy("a promise"),
    "draft": gettext_lazy("a draft of yours"),
}
_TARGETS: Final = {"missed": gettext_lazy("missed")}
_DUE: Final = {
    "today": gettext_lazy("today"),
    "tomorrow": gettext_lazy("tomorrow"),
    "week": gettext_lazy("in seven days"),
    "late": gettext_lazy("and late"),
}
_SPANS: Final = {
    "min": gettext_lazy("%s min"), "m": gettext_lazy("%s min"), "h": gettext_lazy("%s h"),
    "d": gettext_lazy("%s d"), "w": gettext_lazy("%s weeks"),
}  # fmt: skip


class Chip(NamedTuple):
    """What narrows the list: a field, its values in words, and the address of the list without it."""

    field: str
    says: str
    off: str


class Offer(NamedTuple):
    """Ways to narrow the list more: a heading, and (words, address, whether it is on)."""

    title: str
    ways: tuple[tuple[str, str, bool], ...]


def chips(asked: Asked) -> list[Chip]:
    """One for each clause, and one for words."""
    made = [
        Chip(field_words(clause), clause_words(clause), asked.narrowed(asked.more.without(clause)).url())
        for clause in asked.more.clauses
    ]
    if asked.more.words.strip():
        bare = Filter("", asked.more.clauses)
        made.append(Chip(_("Words"), asked.more.words.strip(), asked.narrowed(bare).url()))
    return made


def field_words(clause: Clause) -> str:
    """What a clause is about, as members say it: Team, Feels, Tag not."""
    name = str(_FIELDS.get(clause.field, clause.field.rpartition(".")[2]))
    return _("%(field)s not") % {"field": name} if clause.negated else name


def clause_words(clause: Clause) -> str:
    """The values of a clause, as members say them."""
    return pgettext("one of several", " or ").join(_value(clause.field, value) for value in clause.values)


def _value(field: str, value: str) -> str:
    table = {"is": _STATES, "has": _THINGS, "promised": _DUE, "target": _TARGETS}.get(field)
    if table and value in table:
        return str(table[value])
    if field == "mood":
        return words.mood_words(value).lower() or value
    if field == "waits":
        return _waits(value)
    shown = {"language": words.language_words, "medium": words.medium_words, "topic": words.topic_words}.get(field)
    return shown(value) if shown else value


def _waits(value: str) -> str:
    number = "".join(sign for sign in value if sign.isdigit())
    length = str(_SPANS[value.lstrip("<>")[len(number) :]]) % number
    return (_("under %(time)s") if value.startswith("<") else _("over %(time)s")) % {"time": length}


def offers(asked: Asked, teams: Sequence[str], hands: Sequence[str], media: Sequence[str]) -> list[Offer]:
    """The menu of filters. What is on is taken off by its way."""
    found = [
        ("mood", words.MOODS),
        ("waits", ("20min", "1h", "4h", "1d")),
        ("promised", ("today", "tomorrow", "late")),
        ("target", ("missed",)),
        ("is", ("new", "risk", "unassigned", "mine", "snoozed")),
        ("has", ("file", "note", "draft")),
        ("with", hands),
        ("team", teams),
        ("medium", media),
        ("language", ("en", "nl", "fr", "de", "es", "ar")),
    ]
    return [Offer(str(_FIELDS[name]), tuple(_ways(asked, name, values))) for name, values in found if values]


def _ways(asked: Asked, field: str, values: Iterable[str]) -> Iterable[tuple[str, str, bool]]:
    for value in values:
        given = f">{value}" if field == "waits" else value
        on = any(given in clause.values for clause in asked.more.of(field) if not clause.negated)
        yield _value(field, given), asked.narrowed(_turned(asked.more, field, given, on)).url(), on


def _turned(more: Filter, field: str, value: str, on: bool) -> Filter:
    """With one value more, or less: values of one field are either-or, but for waiting, where one is enough."""
    mine = [clause for clause in more.of(field) if not clause.negated]
    kept = [one for clause in mine for one in clause.values if one != value]
    values = tuple(kept) if on else (value,) if field == "waits" else (*kept, value)
    rest = Filter(more.words, tuple(clause for clause in more.clauses if clause not in mine))
    return rest.adding(Clause(field, values)) if values else rest
