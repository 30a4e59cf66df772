"""Two persons who may be one, looked at before they are joined: why, what is kept, message by message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.conversations.access import people_visible_to, sees_all, visible_to
from cha.conversations.joining_persons.known import BOTH, STAYS, known_of, together
from cha.conversations.joining_persons.looking import sides_for
from cha.conversations.models import Kind, Message, State
from cha.core.ids import encode
from cha.language.times import said
from cha.people.consents import standing
from cha.people.likeness.judging import SUGGESTS, judge
from cha.people.likeness.reasons import Reason
from cha.people.likeness.words import said as said_reason
from cha.people.likeness.words import weight_words
from cha.people.models import Consent, Joining, MergeSuggestion, Organisation, Person
from cha.people.models.suggesting import maybes
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.people.reaching import point_words

MESSAGES: Final = 200
PAST: Final = 5
SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Why:
    """One reason, in words."""

    words: str
    weight: str
    weight_words: str


@dataclass(frozen=True, slots=True)
class Maybe:
    """Somebody who may be this person."""

    other: Person
    words: str
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of either. `field`: what is chosen between, "" where both are kept."""

    label: str
    mine: str
    theirs: str
    together: str
    field: str = ""
    chosen: str = STAYS


def maybes_for(person: Person, member: Member) -> list[Maybe]:
    """Who else this may be, likeliest first, of those that the member may see."""
    rows = list(maybes(person.pk).select_related("one", "other")[:SHORT])
    if not rows:
        return []
    others = {row.pk: row.other if row.one_id == person.pk else row.one for row in rows}
    pks = [other.pk for other in others.values()]
    seen = set(people_visible_to(member).filter(pk__in=pks).values_list("pk", flat=True))
    shown = [(row, others[row.pk]) for row in rows if others[row.pk].pk in seen]
    if sees_all(member):
        return [_maybe(row.reasons, person, other) for row, other in shown]
    # What speaks for it may have been told where they do not see it.
    told = [reasons_for(person, other, row, member) for row, other in shown]
    pairs = zip(told, shown, strict=True)
    return [_maybe(reasons, person, other) for reasons, (_row, other) in pairs if suffices(reasons)]


def suffices(reasons: Sequence[Sequence[Any]]) -> bool:
    """Whether these reasons are enough to ask."""
    return sum(int(points) for _code, points, _value in reasons) >= SUGGESTS


def _maybe(reasons: Sequence[Sequence[Any]], person: Person, other: Person) -> Maybe:
    sentence = _("“%(other)s” may be %(name)s too.") % {"other": other.called, "name": person.first_name}
    shown = why(reasons)
    against = [reason for reason in shown if reason.weight == "against"]
    return Maybe(other, sentence, (*shown[: SHORT - bool(against)], *against[:1]))


def why(reasons: Sequence[Sequence[Any]]) -> list[Why]:
    """Kept reasons in words."""
    rows = [Reason(str(code), int(points), str(value)) for code, points, value in reasons]
    return [Why(said_reason(row), row.weight, weight_words(row.weight)) for row in rows]


def pair(stays: Person, goes: Person, member: Member, at: Moment) -> dict[str, Any]:
    """What the page shows."""
    messages = heard(goes, member)
    shown = [_message(row, at) for row in messages[:MESSAGES]]
    return {
        "stays": stays,
        "goes": goes,
        "sides": [_side(one, member, at) for one in (stays, goes)],
        "why": why(reasons_for(stays, goes, _suggestion(stays, goes), member)),
        "lines": _lines(stays, goes),
        "messages": shown,
        "more": max(messages.count() - MESSAGES, 0) if len(shown) == MESSAGES else 0,
        "past": _past([stays.pk, goes.pk], member, at),
        "ask": ask_words(goes, messages.last(), at),
    }


def heard(person: Person, member: Member) -> QuerySet[Message]:
    """What a person said, where the member may see it, oldest first."""
    conversations = visible_to(member).filter(person=person).exclude(state=State.TRASH)
    return Message.objects.filter(conversation__in=conversations, kind=Kind.HEARD).order_by("pk")


def ask_words(goes: Person, last: Message | None, at: Moment) -> str:
    """One line to the person who stays, for the draft of an answer."""
    if last is None:
        return _("Are you also known to us as %(name)s?") % {"name": goes.called}
    when = said(last.at, now=at.at, zone=at.zone, language=at.language)
    return _("Was it you who wrote to us as %(name)s (%(when)s), or somebody else?") % {
        "name": goes.called,
        "when": when,
    }


def _side(person: Person, member: Member, at: Moment) -> dict[str, Any]:
    messages = heard(person, member)
    last = messages.last()
    count = messages.count()
    how = words.medium_words(last.medium) if last else ""
    return {
        "person": person,
        "since": _when(person.arrived_at, at),
        "said": ngettext("%(num)s message", "%(num)s messages", count) % {"num": count},
        "last": ", ".join(filter(None, (_when(last.at, at), how))) if last else _("none"),
        "address": _address(person),
    }


def _address(person: Person) -> str:
    """Where they can be reached: by mail or telephone first."""
    kinds = {point.kind: point for point in reversed(person.points.all())}
    best = next((kinds[kind] for kind in ("email", "phone", *kinds) if kind in kinds), None)
    return point_words(best) if best else _("without an address")


def _when(moment: datetime, at: Moment) -> str:
    return said(moment, now=at.at, zone=at.zone, language=at.language)


def reasons_for(one: Person, other: Person, row: MergeSuggestion | None, member: Member) -> list[tuple[str, int, str]]:
    """As things are now, of what the member may see; that one answered what the other was sent is remembered."""
    answered = bool(row and any(reason[0] == "answered" for reason in row.reasons))
    sides = sides_for([one.pk, other.pk], member)
    verdict = judge(sides[one.pk], sides[other.pk], answered=answered)
    return [(reason.code, reason.points, reason.value) for reason in verdict.reasons]


def _suggestion(one: Person, other: Person) -> MergeSuggestion | None:
    return MergeSuggestion.objects.filter(one=min(one.pk, other.pk), other=max(one.pk, other.pk)).first()


def _lines(stays: Person, goes: Person) -> list[Line]:
    mine, theirs = known_of(stays), known_of(goes)
    one = together(mine, theirs, {})
    found = [_chosen(label, name, mine, theirs, one) for name, label in _labels().items()]
    found += [_points(stays, goes, kind) for kind in ("phone", "email", "account", "handle", "visitor")]
    found += [_consent(purpose, stays, goes) for purpose in Consent.Purpose]
    return [line for line in found if line.mine or line.theirs]


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "say_name": _("Said"),
        "pronouns": _("Pronouns"),
        "language": _("Language"),
        "zone": _("Time zone"),
        "organisation_id": _("Organisation"),
        "about": _("About them"),
    }


def _chosen(label: str, name: str, mine: dict[str, Any], theirs: dict[str, Any], one: dict[str, Any]) -> Line:
    left, right, both = (_shown(name, known[name]) for known in (mine, theirs, one))
    differ = bool(left and right and left != right)
    field = name.removesuffix("_id") if differ else ""
    return Line(label, left, right, both, field=field, chosen=BOTH if name == "about" else STAYS)


def _shown(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "language":
        return words.language_words(value)
    if name == "organisation_id":
        row = Organisation.objects.filter(pk=value).first()
        return row.name if row else ""
    return str(value)


def _points(stays: Person, goes: Person, kind: str) -> Line:
    label = {
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "account": _("Signed in as"),
        "handle": _("Known as"),
        "visitor": _("Chat"),
    }[kind]
    mine, theirs = ([point for point in one.points.all() if point.kind == kind] for one in (stays, goes))
    claimed = any(not point.proven for point in theirs)
    kept = _("All of them. What is claimed stays claimed.") if claimed else _("All of them")
    left, right = (", ".join(map(point_words, points)) for points in (mine, theirs))
    return Line(label, left, right, kept)


def _consent(purpose: Consent.Purpose, stays: Person, goes: Person) -> Line:
    label = {
        Consent.Purpose.MARKETING: _("Offers and news"),
        Consent.Purpose.PAGES: _("Seeing which pages they look at"),
        Consent.Purpose.OPENS: _("Seeing whether mail is opened"),
        Consent.Purpose.RECORDING: _("Recording calls"),
    }[purpose]
    decided = [standing(one).get(purpose) for one in (stays, goes)]
    yes = [row.answer == Consent.Answer.GIVEN for row in decided if row]
    left, right = ((_("Yes") if row.answer == Consent.Answer.GIVEN else _("No")) if row else "" for row in decided)
    shy = _("No. The shyer answer wins until they say.")
    return Line(label, left, right, _("Yes") if yes and all(yes) else shy)


def _message(row: Message, at: Moment) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "iso": iso(row.at),
        "when": _when(row.at, at),
        "glyph": words.glyph_of(row.medium),
        "words": " ".join((row.text or row.subject)[:200].split()),
        "language": row.language,
        "how": words.by_medium(row.medium),
    }


def _past(people: list[int], member: Member, at: Moment) -> list[dict[str, Any]]:
    """Earlier joinings of these, newest first."""
    rows = Joining.objects.filter(stays__in=people) | Joining.objects.filter(goes__in=people)
    names = dict(Member.objects.values_list("pk", "name"))
    return [_joining(row, names, at) for row in rows.select_related("stays", "goes").order_by("-pk")[:PAST]]


def _joining(row: Joining, names: dict[int, str], at: Moment) -> dict[str, Any]:
    who = names.get(row.undone_by_id or row.by_id or 0, "Cha").split(" ")[0]
    apart = row.undone_at is not None
    told = _("%(stays)s and “%(goes)s”, taken apart by %(who)s") if apart else _("%(stays)s and “%(goes)s”, %(who)s")
    return {
        "row": row,
        "apart": apart,
        "words": told % {"stays": row.stays.called, "goes": row.goes.called, "who": who},
        "iso": iso(row.undone_at or row.at),
        "when": _when(row.undone_at or row.at, at),
    }


def past_of(person: Person, member: Member, at: Moment) -> list[dict[str, Any]]:
    """The joinings of one person, newest first, for their page."""
    return _past([person.pk], member, at)
