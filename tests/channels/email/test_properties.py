"""What holds for any mail at all: mails of the corpus, cut, joined, doubled and bent by hypothesis."""

import contextlib
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.corpus.judging import SETS, table
from cha.channels.email.reading import read_mail
from cha.channels.email.reading.calendars import read_calendar
from cha.channels.email.reading.quotes import split
from cha.channels.email.reading.rtf import decompress, rtf_body
from cha.channels.email.reading.statuses import bounce_kind
from cha.channels.email.reading.tnef import unpack

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RAW = [(SETS[which] / name).read_bytes() for which in SETS for name in sorted(table(which, "a"))]
PLACE = st.floats(0, 1)
BEND = st.tuples(
    st.sampled_from(["cut", "drop", "double", "flip", "insert", "swap"]), PLACE, PLACE, st.binary(max_size=8)
)


def bent(raw: bytes, other: bytes, bends: list[tuple[str, float, float, bytes]]) -> bytes:
    """A mail with pieces of it removed, doubled, changed, or taken from another mail."""
    for how, one, two, extra in bends:
        first, last = sorted((int(one * len(raw)), int(two * len(raw))))
        piece = raw[first:last]
        changed = {
            "cut": raw[:first],
            "drop": raw[:first] + raw[last:],
            "double": raw[:last] + piece + raw[last:],
            "flip": raw[:first] + bytes(byte ^ 0x41 for byte in raw[first : first + 3]) + raw[first + 3 :],
            "insert": raw[:first] + extra + raw[first:],
            "swap": raw[:first] + other[first:last] + raw[last:],
        }
        raw = changed[how][:100_000]
    return raw


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n") if line.strip()}


@given(st.sampled_from(RAW), st.sampled_from(RAW), st.lists(BEND, max_size=5))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bent_mail_is_read_alike_twice_and_loses_no_line(
    raw: bytes, other: bytes, bends: list[tuple[str, float, float, bytes]]
) -> None:
    mangled = bent(raw, other, bends)
    mail = read_mail(mangled, received_at=NOW, trusted=["mx.a.example"])
    assert mail == read_mail(mangled, received_at=NOW, trusted=["mx.a.example"])
    assert not any("could not be read" in problem for problem in mail.problems), mail.problems
    assert lines(mail.text) <= lines(mail.fresh_text) | lines(mail.quoted_text)
    for text in (mail.text, mail.subject, mail.html_clean or "", *(file.name for file in mail.attachments)):
        text.encode()
        assert "\x00" not in text


@given(st.text(alphabet=st.sampled_from("ab >-_:@<\n.\u202e12FromSenttodjctuvé写道"), max_size=600), st.booleans())
@settings(max_examples=300, deadline=None)
def test_splitting_keeps_every_line_once(text: str, answers: bool) -> None:
    fresh, quoted = split(text, answers=answers)
    assert lines(text) <= lines(fresh) | lines(quoted)
    assert (fresh, quoted) == split(text, answers=answers)


@pytest.mark.parametrize("read", [unpack, decompress])
def test_any_bytes_are_read_or_refused_in_words(read: Callable[[bytes], object]) -> None:
    @given(st.binary(max_size=400))
    @settings(max_examples=300, deadline=None)
    def any_bytes(data: bytes) -> None:
        for head in (b"", b"\x78\x9f\x3e\x22\x01\x00", b"\xff\x00\x00\x00\xff\x00\x00\x00LZFu\x00\x00\x00\x00"):
            with contextlib.suppress(ValueError):
                read(head + data)

    any_bytes()


@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                b"\\u-10179 ?",
                b"\\'e9",
                b"\\*",
                b"\\htmltag1 ",
                b"\\par",
                b"a",
                b"\\fonttbl",
                b"\\f1",
                b"\\fcharset204",
                b"\\fromhtml1",
                b"\\htmlrtf",
                b"\\uc3",
                b"\\bin99",
                b"\\",
            ]
        ),
        max_size=80,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_rich_text_is_read(pieces: list[bytes]) -> None:
    text, html = rtf_body(b"{\\rtf1" + b"".join(pieces))
    (text + html).encode()


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT",
                "END:VEVENT",
                "BEGIN:VCALENDAR",
                "END:VCALENDAR",
                "BEGIN:VTIMEZONE",
                "TZID:x",
                "BEGIN:STANDARD",
                "TZOFFSETTO:+0100",
                "RRULE:FREQ=SECONDLY;BYMONTH=99",
                "DTSTART;TZID=x:20261103T120300",
                "DTSTART:99999999T999999",
                "DURATION:P999W",
                "DTSTART;VALUE=DATE:00010101",
                "SUMMARY:a\\nb",
                "DTSTART;TZID=../etc:1",
                " folded",
                ";;;:::",
                "DTSTART;TZID=../../etc/passwd:20261103T120300",
            ]
        ),
        max_size=30,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_calendar_is_read(said: list[str]) -> None:
    assert isinstance(read_calendar("\r\n".join(said)), dict)


@given(st.text(max_size=20), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_status_means_something(status: str, words: str) -> None:
    assert bounce_kind(status, words) in ("hard", "soft", "policy")


def steps(read: Callable[[], object]) -> int:
    """How many calls of functions reading takes: a measure that no busy machine changes."""
    count = 0

    def counting(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        read()
    finally:
        sys.setprofile(None)
    return count


GROWING = {
    "lines": lambda size: b"From: a@b.example\r\n\r\n" + b"On Monday 3 Nov 2026 at 12:03 somebody\r\n" * size,
    "quotes": lambda size: b"From: a@b.example\r\n\r\n" + b"> " * size + b"\r\nx",
    "header blocks": lambda size: b"From: a@b.example\r\n\r\n" + b"From: x\r\nSent: y\r\n\r\n" * size,
    "parts": lambda size: b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * size,
    "headers": lambda size: b"X-A: b\r\n" * size + b"\r\nx",
    "addresses": lambda size: b"To: " + b"a@b.example, " * size + b"\r\n\r\nx",
    "encoded words": lambda size: b"Subject: " + b"=?utf-8?q?=C3=A9?= " * size + b"\r\n\r\nx",
    "results": lambda size: b"Authentication-Results: mx.a.example" + b"; dkim=fail (x)" * size + b"\r\n\r\nx",
    "nested angles": lambda size: b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + b"<b>" * size + b"x",
    "lines with >": lambda size: b"From: a@b.example\r\n\r\n" + b"> x\r\ny\r\n" * size,
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_mail_is_not_four_times_the_work(name: str) -> None:
    def work(size: int) -> int:
        return steps(lambda: read_mail(GROWING[name](size), received_at=NOW, trusted=["mx.a.example"]))

    small, large = work(200), work(400)
    assert large < small * 2.6 + 200
