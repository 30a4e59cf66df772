"""Invitations, answers to them, and what is called off (RFC 5545, 5546): what is said of one event, as JSON values.

Our own: the kept library walks through the rules of a time zone to know when an event is, so that a hostile rule (every
second since 1601) would hold a worker for hours. Here zones are IANA's or Windows' names, else the offsets they give.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from babel.core import get_global

from cha.channels.email.reading.words import one_line

_LINE = re.compile(r'^([A-Za-z0-9-]{1,60})((?:;[A-Za-z0-9-]{1,60}=(?:"[^"]{0,500}"|[^";:]{0,500}))*):(.*)$')
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=(?:"([^"]{0,500})"|([^";:]{0,500}))')
_OFFSET = re.compile(r"^([+-])(\d{2})(\d{2})")
_DURATION = re.compile(r"^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$")
_LINES, _CHARACTERS = 5000, 500_000
_EVENTS = ("VEVENT", "VTODO")
Values = dict[str, tuple[dict[str, str], str]]


def read_calendar(text: str, method: str = "") -> dict[str, object]:
    """`method`, `summary`, `start`, `end`, `place`, `organizer`, `status`, `partstat`, `uid`, `words` and `repeats` of
    the first event; {} when there is none.

    Times are ISO 8601 in UTC, a date alone for whole days, without a zone where none is known.
    """
    zones: dict[str, list[tuple[int, timedelta]]] = {}
    event: Values = {}
    inside: list[str] = []
    for name, parameters, value in _properties(text):
        if name == "BEGIN":
            inside.append(value.upper())
        elif name == "END":
            if inside and inside.pop() in _EVENTS and event:
                break
        elif name == "METHOD" and inside == ["VCALENDAR"]:
            method = value
        elif len(inside) == 3 and inside[1] == "VTIMEZONE":
            _zone_rule(zones, inside[2], name, value)
        elif name == "TZID" and inside[1:] == ["VTIMEZONE"]:
            zones[""] = zones.setdefault(value, [])
        elif inside[-1:] and inside[-1] in _EVENTS and len(event) < 50:
            event.setdefault(name, (parameters, value))
    return _said(event, method, zones) if event else {}


def calendar_words(said: dict[str, object]) -> str:
    """An event in lines without a language of their own: what, when, where, and the words that came along."""
    times = (str(said[key]).replace("T", " ").replace("+00:00", " UTC") for key in ("start", "end") if said.get(key))
    when = " – ".join(times)
    lines = (said.get("summary"), when, said.get("place"), said.get("words"))
    return "\n".join(str(line) for line in lines if line)


def _properties(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text[:_CHARACTERS])
    for line in unfolded.splitlines()[:_LINES]:
        found = _LINE.match(line)
        if found:
            parameters = {one[1].upper(): one[2] or one[3] or "" for one in _PARAMETER.finditer(found[2])}
            yield found[1].upper(), parameters, found[3].strip()


def _zone_rule(zones: dict[str, list[tuple[int, timedelta]]], part: str, name: str, value: str) -> None:
    """Keep of a zone's rules from which month on which offset holds."""
    rules = zones.get("")
    if rules is None or len(rules) > 50:
        return
    if name == "DTSTART" or not rules:
        rules.append((10 if part == "STANDARD" else 3, rules[-1][1] if rules else timedelta()))
    if name == "TZOFFSETTO" and (found := _OFFSET.match(value)):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
        rules[-1] = (rules[-1][0], -offset if found[1] == "-" else offset)
    elif name == "RRULE" and (month := re.search(r"BYMONTH=(\d{1,2})", value)):
        rules[-1] = (int(month[1]), rules[-1][1])


def _said(event: Values, method: str, zones: dict[str, list[tuple[int, timedelta]]]) -> dict[str, object]:
    start = _moment(event.get("DTSTART"), zones)
    end = _moment(event.get("DTEND") or event.get("DUE"), zones) or _after(start, event.get("DURATION"))
    organizer = event.get("ORGANIZER", ({}, ""))
    comment = event.get("COMMENT") or event.get("DESCRIPTION")
    said: dict[str, object] = {
        "method": method.upper()[:20] or "PUBLISH",
        "summary": _words(event.get("SUMMARY")),
        "start": start.isoformat() if start else "",
        "end": end.isoformat() if end else "",
        "place": _words(event.get("LOCATION")),
        "organizer": one_line(re.sub(r"^mailto:", "", organizer[1], flags=re.IGNORECASE), limit=320),
        "status": one_line(event.get("STATUS", ({}, ""))[1], limit=20).upper(),
        "partstat": one_line(event.get("ATTENDEE", ({}, ""))[0].get("PARTSTAT", ""), limit=20).upper(),
        "uid": one_line(event.get("UID", ({}, ""))[1], limit=250),
        "words": _plain(comment[1]).strip()[:4000] if comment else "",
        "repeats": "RRULE" in event or "RDATE" in event,
    }
    return {key: value for key, value in said.items() if value}


def _plain(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _words(property_: tuple[dict[str, str], str] | None) -> str:
    return one_line(_plain(property_[1]), limit=300) if property_ else ""


def _moment(
    property_: tuple[dict[str, str], str] | None, zones: dict[str, list[tuple[int, timedelta]]]
) -> datetime | date | None:
    if property_ is None:
        return None
    parameters, value = property_
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 (a whole day lies in no zone)
        read = datetime.strptime(value.rstrip("Zz")[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 (its zone follows)
        if value[-1:] in "Zz":
            return read.replace(tzinfo=UTC)
        return _in_zone(read, parameters.get("TZID", ""), zones)
    except (ValueError, OverflowError):
        return None


def _in_zone(read: datetime, name: str, zones: dict[str, list[tuple[int, timedelta]]]) -> datetime:
    """A local time in UTC; as it is (without a zone) when nobody says which one is meant."""
    known = get_global("windows_zone_mapping").get(name.strip('"'), name)
    try:
        return read.replace(tzinfo=ZoneInfo(known)).astimezone(UTC)
    except (ValueError, OSError, KeyError):
        rules = sorted(zones.get(name, []))
    if not name or not rules:
        return read
    offset = next((offset for month, offset in reversed(rules) if month <= read.month), rules[-1][1])
    return read.replace(tzinfo=timezone(offset)).astimezone(UTC)


def _after(start: datetime | date | None, property_: tuple[dict[str, str], str] | None) -> datetime | date | None:
    found = _DURATION.match(property_[1]) if property_ and start else None
    if not found or start is None:
        return None
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    try:
        return start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
