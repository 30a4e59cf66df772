"""What comes packed: winmail.dat, calendars, opaque signatures, clear signatures, names that disguise."""

import base64
import io
import struct
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cha.channels.email.reading import Mail, read_mail
from cha.channels.email.reading.calendars import read_calendar
from cha.channels.email.reading.rtf import rtf_body

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def mail_with(kind: str, content: bytes, words: str = "", name: str = "") -> Mail:
    """A mail with a part of a kind, and a text part when there are words."""
    text = f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n" if words else ""
    named = f'; name="{name}"' if name else ""
    head = "From: ann@x.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    part = f"--x\r\nContent-Type: {kind}{named}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return read_mail(f"{head}{text}{part}".encode() + base64.encodebytes(content) + b"\r\n--x--", received_at=NOW)


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<IH", 0x223E9F78, 1)
    for level, name, value in attributes:
        out += struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return out


def properties(*rows: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<I", len(rows))
    for kind, name, value in rows:
        out += struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


FILE = (2, 0x69002, b"\0" * 14), (2, 0x6800F, b"a rose"), (2, 0x18010, b"rose.txt\0")


def test_files_of_a_winmail_dat_take_its_place() -> None:
    long_name = (2, 0x69005, properties((0x1F, 0x3707, "Übersicht 花.txt\0".encode("utf-16-le"))))
    mail = mail_with("application/ms-tnef", tnef(*FILE, long_name), "Please see.", "winmail.dat")
    assert [(file.name, file.content) for file in mail.attachments] == [("Übersicht 花.txt", b"a rose")]
    assert (mail.fresh_text, mail.marks["winmail"]) == ("Please see.", True)


def test_words_of_a_winmail_dat_are_read_where_the_mail_has_none() -> None:
    packed = tnef((1, 0x69003, properties((0x1F, 0x1000, "Where are they?\0".encode("utf-16-le")))), *FILE)
    assert mail_with("application/ms-tnef", packed).fresh_text == "Where are they?"
    assert mail_with("application/ms-tnef", packed, "Own words.").fresh_text == "Own words."


def test_a_winmail_dat_that_is_cut_off_is_offered_as_it_came() -> None:
    mail = mail_with("application/ms-tnef", tnef(*FILE)[:-9], "Please see.", "winmail.dat")
    assert [file.name for file in mail.attachments] == ["winmail.dat"]
    assert "a winmail.dat that is cut off" in mail.problems


def test_messages_packed_in_one_another_end_at_the_bound() -> None:
    packed = tnef(*FILE)
    for _ in range(30):
        inner = properties((0x0D, 0x3701, b"\0" * 16 + packed))
        packed = tnef((2, 0x69002, b"\0" * 14), (2, 0x69005, inner))
    assert mail_with("application/ms-tnef", packed, "x").attachments


@pytest.mark.parametrize(
    ("rich", "text", "html"),
    [
        (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Caf\'e9\par \u9829?\uc0\u9829}", "Café\n♥♥", ""),
        (rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет", ""),
        (rb"{\rtf1{\fonttbl{\f1\fcharset128 MS;}}\f1 \'89\'d4}", "花", ""),
        (
            rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 H{\*\htmltag84 &nbsp;}\htmlrtf\'a0\htmlrtf0 you}",
            "",
            "<p>H&nbsp;you",
        ),
    ],
)
def test_rich_text_becomes_text_or_the_html_it_wraps(rich: bytes, text: str, html: str) -> None:
    assert rtf_body(rich) == (text, html)


INVITATION = """BEGIN:VCALENDAR\r
METHOD:REQUEST\r
BEGIN:VTIMEZONE\r
TZID:Shop time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETTO:+0100\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
RRULE:FREQ=SECONDLY;BYMONTH=3\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:1@x\r
SUMMARY;LANGUAGE=en:Tasting\\, with a very long\r
  name\r
DTSTART;TZID="{zone}":{start}\r
DURATION:PT1H30M\r
LOCATION:Korenmarkt 14\\; Ghent\r
ORGANIZER;CN=Ann:MAILTO:ann@x.example\r
BEGIN:VALARM\r
SUMMARY:no\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.parametrize(
    ("zone", "start", "wanted"),
    [
        ("Europe/Brussels", "20261103T120300", "2026-11-03T11:03:00+00:00"),
        ("W. Europe Standard Time", "20260703T120300", "2026-07-03T10:03:00+00:00"),
        ("Shop time", "20261103T120300", "2026-11-03T11:03:00+00:00"),
        ("Shop time", "20260703T120300", "2026-07-03T10:03:00+00:00"),
        ("Nowhere", "20261103T120300", "2026-11-03T12:03:00"),
        ("Nowhere", "20261103T120300Z", "2026-11-03T12:03:00+00:00"),
        ("x", "20261103", "2026-11-03"),
    ],
)
def test_an_invitation_says_when_in_utc(zone: str, start: str, wanted: str) -> None:
    said = read_calendar(INVITATION.replace("{zone}", zone).replace("{start}", start))
    assert said["start"] == wanted
    assert said["summary"] == "Tasting, with a very long name"
    assert (said["method"], said["place"], said["organizer"]) == ("REQUEST", "Korenmarkt 14; Ghent", "ann@x.example")


def test_an_invitation_without_words_is_still_read() -> None:
    text = INVITATION.replace("{zone}", "Europe/Brussels").replace("{start}", "20261103T120300")
    mail = mail_with("text/calendar; method=REQUEST", text.encode())
    assert mail.fresh_text.splitlines() == [
        "Tasting, with a very long name",
        "2026-11-03 11:03:00 UTC – 2026-11-03 12:33:00 UTC",
        "Korenmarkt 14; Ghent",
    ]
    assert [file.name for file in mail.attachments] == ["invite.ics"]


def test_an_opaque_signature_is_opened_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"Content-Type: text/plain; charset=utf-8\r\n\r\nWhere are they?\r\n")
    run = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key",
        "-out",
        "cert",
        "-subj",
        "/CN=a",
    ]
    subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)
    run = ["openssl", "smime", "-sign", "-nodetach", "-in", "in", "-signer", "cert", "-inkey", "key", "-out", "mail"]
    for extra in ([], ["-stream"]):
        subprocess.run([*run, *extra], cwd=tmp_path, check=True, capture_output=True)
        mail = read_mail((tmp_path / "mail").read_bytes(), received_at=NOW)
        assert (mail.fresh_text, mail.marks["signed"], mail.attachments) == ("Where are they?", "smime", ())


def test_a_clear_signature_is_taken_off() -> None:
    raw = (
        b"From: a@b.example\r\n\r\nBefore.\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n- -- dash\r\n"
        b"Roses?\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nabc=\r\n-----END PGP SIGNATURE-----\r\nAfter."
    )
    mail = read_mail(raw, received_at=NOW)
    assert (mail.text, mail.marks["signed"]) == ("Before.\n-- dash\nRoses?\nAfter.", "openpgp")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("=?utf-8?q?invoice=E2=80=AEfdp.exe?=", "invoice_fdp.exe"),
        ("=?utf-8?q?in=E2=80=8Bvoice.pdf?=", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Users\\\\ann\\\\rose.jpg", "rose.jpg"),
        ("=?utf-8?q?a=0D=0AX:_b.txt?=", "a X_ b.txt"),
    ],
)
def test_a_file_name_cannot_disguise_or_travel(said: str, name: str) -> None:
    assert mail_with("application/pdf", b"x", "hi", said).attachments[0].name == name


def test_a_zip_bomb_stays_a_closed_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", b"\0" * 50_000_000)
    mail = mail_with("application/zip", packed.getvalue(), "hi", "photos.zip")
    assert (mail.attachments[0].content, mail.attachments[0].name) == (packed.getvalue(), "photos.zip")


def test_ten_thousand_parts_are_cut_and_said() -> None:
    parts = "--x\r\nContent-Type: image/png\r\n\r\nabc\r\n" * 10_000
    raw = f"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{parts}--x--"
    mail = read_mail(raw.encode(), received_at=NOW)
    assert (len(mail.attachments), mail.marks["left_out"]) == (300, ["more than 300 parts"])


def test_a_subject_of_a_megabyte_is_cut() -> None:
    mail = read_mail(b"Subject: " + b"=?utf-8?q?rose?= " * 60_000 + b"\r\nFrom: a@b.example\r\n\r\nhi", received_at=NOW)
    assert (len(mail.subject), mail.fresh_text) == (500, "hi")


def test_a_page_that_claims_to_be_a_picture_keeps_its_claim_only() -> None:
    mail = mail_with("image/png", b"<script>alert(1)</script>", "hi", "rose.png")
    assert (mail.attachments[0].content_type, mail.html_clean) == ("image/png", None)


def test_a_file_written_into_the_text_becomes_one() -> None:
    raw = b"From: a@b.example\r\n\r\nSee.\r\n\r\nbegin 644 rose.txt\r\n&82!R;W-E\r\n`\r\nend\r\nBye."
    mail = read_mail(raw, received_at=NOW)
    assert [(file.name, file.content) for file in mail.attachments] == [("rose.txt", b"a rose")]
    assert mail.fresh_text == "See.\n\nBye."


def test_words_that_begin_and_end_are_no_file() -> None:
    words = "begin 2026 with us\nand so on\nend"
    assert read_mail(f"From: a@b.example\r\n\r\n{words}".encode(), received_at=NOW).fresh_text == words
