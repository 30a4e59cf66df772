"""The dialog of an offer: its rows as typed, what they mean, whether the member may, what the person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from cha.channels.models import channel_of
from cha.conversations.models import Conversation, Draft
from cha.core.errors import Invalid
from cha.core.hours import Hours
from cha.core.ids import encode
from cha.core.money import Money
from cha.core.queries import asked
from cha.language.times import by_when
from cha.people.models import ContactPoint
from cha.people.models.record import Record
from cha.resolutions.approvals.approving import times_of
from cha.resolutions.guide_facts import order_of
from cha.resolutions.kinds import KINDS
from cha.resolutions.offers.offering import FEWEST, MOST, Way, clock_of
from cha.resolutions.offers.words import Asked, Clock, Said, offer_text
from cha.team.models import Member
from cha.workspace.amounts import money_typed
from cha.workspace.now.rows import Moment
from cha.workspace.offers.authorities import Authorities
from cha.workspace.offers.prefilled import begun, chosen_lately, currency_of, most_chosen, orders_of
from cha.workspace.offers.typed import as_typed, moment_typed
from cha.workspace.offers.words import Authority, Verdict, authority_words, counted, goes_words
from cha.workspace.remedies.shown import seen_of, to_be_seen

HOUR: Final = timedelta(hours=1)
NAMES: Final = ("what", "kind", "by", "worth", "more")


@dataclass(frozen=True, slots=True)
class Row:
    """One way as its fields say it; `way` is what they mean, None where they do not (`amiss` by field) or are empty."""

    number: int
    what: str = ""
    kind: str = "replacement"
    by: str = ""
    worth: str = ""
    more: str = ""
    without: bool = False
    way: Way | None = None
    when: str = ""
    authority: Authority | None = None
    amiss: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing is said in it: it is no way."""
        return self.without or not (self.what.strip() or self.worth.strip())


@dataclass(frozen=True, slots=True)
class Composed:
    """A dialog as it stands. `until` is None where it cannot be read; `seen` is what the member says that they have
    seen elsewhere; `errors` are by field, in its order.
    """

    rows: Sequence[Row]
    words: str
    until: datetime | None
    silent_kind: str
    silent: str
    walk: int | None
    seen: Sequence[str]
    errors: Mapping[str, str]
    values: Mapping[str, Any]

    @property
    def ways(self) -> list[Way]:
        """The ways that are meant, in their order."""
        return [row.way for row in self.rows if row.way]

    def must_be_right(self) -> None:
        """Raise Invalid, with the first field that cannot be read."""
        for name, sentence in self.errors.items():
            raise Invalid(sentence, field=name)


def composed(conversation: Conversation, member: Member, form: Mapping[str, str], at: Moment) -> Composed:
    """The dialog for what was typed so far, or as it begins."""
    theirs, orders = clock_of(conversation, at.at), orders_of(conversation)
    order, counts = _order(conversation, orders, form), chosen_lately(conversation.topic)
    seen, currency = seen_of(form), currency_of(order)
    may = Authorities(conversation, member, order, seen)
    walk = None
    if "what-1" in form:
        rows = [_typed_row(form, number) for number in range(1, MOST + 1)]
    else:
        local = at.at.astimezone(ZoneInfo(at.zone))
        ways, walk = begun(may, currency, local, theirs.language, counts)
        rows = [_begun_row(number, way, at, theirs) for number, way in enumerate(ways, 1)]
        rows += [Row(number) for number in range(len(rows) + 1, MOST + 1)]
        form = {**_begun_form(conversation, member, at, theirs, ways), "walk": encode(walk) if walk else ""}
    channel = channel_of(conversation)
    reading = _Reading(at, theirs, channel.hours() if channel else None, currency, order)
    read = [reading.row(row) for row in rows]
    judged = {row.number: Verdict(may, row.way, at.language) for row in read if row.way}
    read = [replace(row, authority=authority_words(judged[row.number])) if row.way else row for row in read]
    until, amiss = reading.until(form.get("until", ""))
    silent_kind, words = form.get("silent", ""), form.get("words", "")
    silent = silent_words(silent_kind, member, theirs.language)
    errors = {name: sentence for row in read for name, sentence in row.amiss.items()} | amiss
    known = most_chosen(counts)
    values = {
        "rows": read,
        "begins": max(2, sum(not row.empty for row in read)),
        "kinds": [(kind, str(about.name)) for kind, about in KINDS.items()],
        "orders": [("", _("No order"))] + [(encode(one.pk), _order_words(one, at.language)) for one in orders],
        "order": encode(order.pk) if order else "",
        "words": words,
        "until": form.get("until", ""),
        "until_read": _as_read(until, form.get("until", ""), reading),
        "silents": silents(member),
        "silent": silent_kind,
        "walk": form.get("walk", ""),
        "language": theirs.language,
        "zone": theirs.zone if theirs.zone != at.zone else "",
        "errors": errors,
        "shows": to_be_seen((one.decision for one in judged.values()), form),
        "goes": goes_words(list(judged.values())),
        "last_time": counted(conversation.topic, known) if known else None,
        "preview": _preview(words, read, judged, until, silent, theirs),
    }
    return Composed(read, words, until, silent_kind, silent, walk, seen, errors, values)


def _as_read(until: datetime | None, typed: str, reading: _Reading) -> str:
    """How a moment was read, where that is not what stands there already."""
    read = reading.theirs_by(until) if until else ""
    return "" if read == typed.strip() else read


def _begun_form(
    conversation: Conversation, member: Member, at: Moment, theirs: Clock, ways: Sequence[Way]
) -> dict[str, str]:
    """What the fields below the ways begin with."""
    return {
        "until": _until_begun(at, theirs.zone, [way.by for way in ways if way.by]),
        "silent": _silent_begun(conversation),
        "words": _draft(conversation, member),
    }


@dataclass(frozen=True, slots=True)
class _Reading:
    """On whose clock and in which currency what is typed is read."""

    at: Moment
    theirs: Clock
    hours: Hours | None
    currency: str
    order: Record | None

    def row(self, row: Row) -> Row:
        """What a row means, or what is amiss in it."""
        if row.empty:
            return row
        amiss: dict[str, str] = {}
        name = f"way-{row.number}"
        by, worth = None, Money(0, self.currency)
        if not row.what.strip():
            amiss[name] = _("Say in a few words what happens.")
        try:
            by = self.moment(row.by, f"{name}-by")
        except Invalid as error:
            amiss[f"{name}-by"] = error.sentence
        try:
            worth = money_typed(row.worth, self.currency, self.at.language, field=f"{name}-amount")
        except Invalid as error:
            amiss[f"{name}-amount"] = error.sentence
        money = row.kind in KINDS and KINDS[row.kind].money
        if money and not worth and f"{name}-amount" not in amiss:
            amiss[f"{name}-amount"] = _("Say how much they get.")
        if amiss:
            return replace(row, amiss=amiss)
        amount = worth if money else Money(0, self.currency)
        way = Way(row.kind, row.what.strip(), row.more.strip(), by, amount, worth, self.order)
        return replace(row, way=way, when=self.theirs_by(by) if by else "")

    def moment(self, text: str, name: str) -> datetime | None:
        """A moment on their clock, read in the reader's language, theirs, or English."""
        languages = (self.at.language, self.theirs.language, "en")
        given = {"now": self.at.at, "zone": self.theirs.zone, "languages": languages, "hours": self.hours}
        return moment_typed(text, **given, field=name)  # type: ignore[arg-type]

    def theirs_by(self, by: datetime) -> str:
        """How a moment was read, in the reader's language."""
        return by_when(by, now=self.at.at, zone=self.theirs.zone, language=self.at.language)

    def until(self, text: str) -> tuple[datetime | None, dict[str, str]]:
        """Until when they choose, or what is amiss."""
        try:
            found = self.moment(text, "until")
        except Invalid as error:
            return None, {"until": error.sentence}
        return found, {} if found else {"until": _("Say until when they choose.")}


def silents(member: Member) -> list[tuple[str, str]]:
    """What may happen where nobody chooses, as members read it."""
    return [("call", _("%(name)s calls them") % {"name": member.first_name}), ("nothing", _("Nothing happens"))]


def silent_words(kind: str, member: Member, language: str) -> str:
    """The same as the person reads it."""
    with override(language):
        if kind == "call":
            return gettext("%(name)s calls you") % {"name": member.first_name}
        return gettext("nothing happens, and you can still write to us")


def _silent_begun(conversation: Conversation) -> str:
    return "call" if _phones(conversation.person_id) else "nothing"


@asked(int)
def _phones(person: int) -> QuerySet[ContactPoint, int]:
    return ContactPoint.objects.filter(person_id=person, kind="phone").values_list("id", flat=True)[:1]


def _until_begun(at: Moment, zone: str, ends: Sequence[datetime]) -> str:
    """Tomorrow evening; where a way ends sooner, half of the time there is for it. As the reader would type it."""
    from cha.workspace.now.times import promise_times

    usual = datetime.fromisoformat(promise_times(at, zone)[-1].value)
    soonest = min(ends, default=usual + HOUR)
    half = (at.at + (soonest - at.at) / 2).replace(second=0, microsecond=0)
    until = usual if usual + HOUR <= soonest else half - timedelta(minutes=half.minute % 15)
    return as_typed(until, now=at.at, zone=zone, language=at.language)


def _draft(conversation: Conversation, member: Member) -> str:
    found = next(iter(_drafted(conversation.pk, member.pk)), "")
    return found.strip()[:500]


@asked(int, int)
def _drafted(conversation: int, member: int) -> QuerySet[Draft, str]:
    rows = Draft.objects.filter(conversation_id=conversation, member_id=member, kind="reply")
    return rows.values_list("text", flat=True)[:1]


def _order(conversation: Conversation, orders: Sequence[Record], form: Mapping[str, str]) -> Record | None:
    """The one that was chosen; as it begins, and where there is no choice, the one that this is about."""
    if "order" not in form:
        return order_of(conversation) if orders else None
    return next((one for one in orders if encode(one.pk) == form["order"]), None)


def _order_words(order: Record, language: str) -> str:
    worth = Money(order.amount, order.currency).said(language) if order.amount is not None and order.currency else ""
    return f"{order.number}, {worth}" if worth else order.number


def _begun_row(number: int, way: Way, at: Moment, theirs: Clock) -> Row:
    worth = way.worth.said(at.language) if way.worth else ""
    by = as_typed(way.by, now=at.at, zone=theirs.zone, language=at.language) if way.by else ""
    return Row(number, way.words, way.kind, by, worth, way.more)


def _typed_row(form: Mapping[str, str], number: int) -> Row:
    what, kind, by, worth, more = (form.get(f"{name}-{number}", "")[:200] for name in NAMES)
    return Row(number, what, kind, by, worth, more, without=f"without-{number}" in form)


def _preview(
    words: str, rows: Sequence[Row], judged: Mapping[int, Verdict], until: datetime | None, silent: str, theirs: Clock
) -> str:
    """What they read; "" while it cannot be said yet."""
    ways = [row.way for row in rows if row.way]
    if until is None or len(ways) < FEWEST:
        return ""
    may = [judged[row.number].decision.verdict == "may" for row in rows if row.way]
    pairs = [(number, way) for number, (way, ok) in enumerate(zip(ways, may, strict=True), 1) if ok]
    told = [Said(n, way.words, way.more, way.by, way.amount) for n, way in pairs]
    money = [KINDS[way.kind].money for _number, way in pairs]
    asks = [one.decision.ask for one in judged.values() if one.decision.verdict == "ask"]
    hears = max((times_of(ask, theirs.now).hears for ask in asks), default=None)
    return offer_text(words, told, Asked(len(ways) - len(pairs), hears), until, silent, theirs, money)
