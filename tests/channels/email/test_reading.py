"""Reading never raises and stays within its bounds, whatever the bytes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cha.channels.email.addresses import normal, split_addresses
from cha.channels.email.reading import MachineKind, Mail, read_mail, reply_token
from cha.channels.email.reading.quotes import split

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Content-Type: ", b"\x00",
        b"multipart/mixed; boundary=", b"multipart/alternative; boundary=x", b"text/html", b"; charset=", b"utf-7",
        b"--x", b"--x--", b"=?utf-8?b?", b"=?iso-2022-jp?q?", b"?=", b"Content-Transfer-Encoding: base64", b"<", b">",
        b"Content-Disposition: attachment; filename*0*=", b"''%E2%82", b"message/rfc822", b"a@b.example", b"@", b",",
        b"(", b")", b'"', b"\\", b";", b":", b"[", b"]", b"uuencode", b"begin 644 x\n", b"<div>", b"<img src=cid:x>",
        b"Content-ID: <x>", b"References: <a@b>", b"\xff\xfe", b"\xed\xa0\x80", b"quoted-printable", b"=ZZ", b"idna",
        b"Mon, 32 Foo 99999 25:61:61 +9999", b"Received: x\r\n", b"multipart/report; report-type=delivery-status",
    ]
)  # fmt: skip


def read(raw: bytes | str, **given_: object) -> Mail:
    data = raw.encode("utf-8") if isinstance(raw, str) else raw
    return read_mail(data, received_at=NOW, **given_)  # type: ignore[arg-type]


def is_clean(mail: Mail) -> None:
    """Everything can be stored and shown: no NUL, no surrogate, nothing over its bound."""
    texts = [mail.subject, mail.text, mail.fresh_text, mail.quoted_text, mail.html_clean or "", mail.message_id or ""]
    texts += [file.name for file in mail.attachments] + [one.name + one.address for one in (*mail.to, *mail.cc)]
    for text in texts:
        text.encode("utf-8")
        assert "\x00" not in text
    assert len(mail.subject) <= 500
    assert "\n" not in mail.subject
    assert len(mail.to) <= 200
    assert len(mail.text) <= 1_000_000
    assert not any("could not be read" in problem for problem in mail.problems)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_bytes_become_a_mail(pieces: list[bytes]) -> None:
    is_clean(read(b"".join(pieces)))


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_splitting_words_drops_none(text: str) -> None:
    fresh, quoted = split(text)
    assert set((fresh + quoted).split()) == set(text.split())


@given(st.text(alphabet='ab@.<>()[]",;: \\\u00e9-', max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_address_header_can_be_cut(value: str) -> None:
    pairs, count = split_addresses(value, limit=200)
    assert len(pairs) == count
    for _, address in pairs:
        usable = normal(address)
        assert usable is None or normal(usable) == usable


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Piet Claes <piet@claes.example>", [("Piet Claes", "piet@claes.example")]),
        ('"Claes, Piet" <Piet@CLAES.Example>', [("Claes, Piet", "Piet@claes.example")]),
        ("piet@claes.example (Piet Claes)", [("Piet Claes", "piet@claes.example")]),
        ("friends: a@b.example, C <c@d.example>;", [("", "a@b.example"), ("C", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("陈美 <mei@例子.example>", [("陈美", "mei@例子.example")]),
        ("=?utf-8?q?Ana_L=C3=BAcia?= <ana@x.example>", [("Ana Lúcia", "ana@x.example")]),
        ("<mei@xn--fsqu00a.example>", [("", "mei@例子.example")]),
        ("用户@例子.example", [("", "用户@例子.example")]),
        ("<@relay.example:a@b.example>", [("", "a@b.example")]),
        ('"odd name"@x.example', [("", '"odd name"@x.example')]),
        ('"ceo@bank.example" <thief@x.example>', [("ceo@bank.example", "thief@x.example")]),
        ("a@b.example, , nonsense, <>, c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
    ],
)
def test_addresses_are_understood(header: str, wanted: list[tuple[str, str]]) -> None:
    mail = read(f"From: x@y.example\r\nTo: {header}\r\n\r\nhi")
    assert [(one.name, one.address) for one in mail.to] == [
        (name, address) for name, address in wanted if " " not in address or address.startswith('"')
    ]


def test_three_hundred_nested_parts_end_at_the_bound() -> None:
    raw = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(300))
    mail = read("From: a@b.example\r\n" + raw + "\r\ndeep")
    assert "parts nested deeper than 30" in mail.problems
    is_clean(mail)


def test_more_parts_than_the_bound_are_noted() -> None:
    parts = "".join(f"--x\r\nContent-Type: image/png\r\n\r\n{n}\r\n" for n in range(2000))
    mail = read(f"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{parts}--x--")
    assert len(mail.attachments) == 300
    assert "more than 300 parts" in mail.problems


def test_header_of_100_kb_leaves_the_mail_readable() -> None:
    mail = read(f"From: a@b.example\r\nSubject: hi\r\nX-Long: {'x' * 100_000}\r\nDate: now\r\n\r\nthe words")
    assert (mail.subject, mail.text) == ("hi", "the words")
    assert "a header of 97 KB" in mail.problems


def test_forty_megabytes_are_read_whole() -> None:
    body = b"QUJD" * 19 + b"\r\n"
    raw = (
        b"From: a@b.example\r\nContent-Type: application/pdf; name=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    mail = read(raw + body * 520_000)
    assert mail.attachments[0].size == 57 * 520_000


def test_two_thousand_recipients_are_counted_and_cut() -> None:
    mail = read("To: " + ", ".join(f"p{n}@x.example" for n in range(2000)) + "\r\n\r\nhi")
    assert (len(mail.to), mail.to_count) == (200, 2000)
    assert "2000 recipients" in mail.problems


def test_nul_bytes_and_missing_from_are_survived() -> None:
    mail = read(b"Subject: a\x00b\r\n\r\nhel\x00lo")
    assert (mail.from_, mail.subject, mail.text) == (None, "ab", "hello")
    assert "no From" in mail.problems


@pytest.mark.parametrize(
    ("date", "sent"),
    [
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Sat, 23 Nov 2099 10:00:00 +0000", None),
        ("Mon, 23 Nov 2026 12:30:00 +0100", datetime(2026, 11, 23, 11, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 23 Nov 2026 12:30:00 +9999", None),
    ],
)
def test_impossible_dates_are_none(date: str, sent: datetime | None) -> None:
    mail = read(f"Date: {date}\r\n\r\nhi")
    assert mail.sent_at == sent
    assert bool(sent) != any("Date" in problem for problem in mail.problems)


def test_subject_loses_line_breaks_and_direction_overrides() -> None:
    mail = read("Subject: =?utf-8?q?a=0D=0ABcc:_x=E2=80=AEgpj.exe?=\r\n\r\nhi")
    assert mail.subject == "a Bcc: xgpj.exe"


MACHINES = [
    ("Auto-Submitted: auto-replied", MachineKind.AUTO_REPLY),
    ("Auto-Submitted: no", None),
    ("X-Auto-Response-Suppress: All", None),
    ("Precedence: bulk", MachineKind.LIST),
    ("List-Id: <flowers.example>", MachineKind.LIST),
    ("List-Unsubscribe: <mailto:x@y.example>", MachineKind.LIST),
    ("X-Cha-Loop: juniperlane.example", MachineKind.LOOP),
    ("X-Autoreply: yes", MachineKind.AUTO_REPLY),
    ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", MachineKind.BOUNCE),
    ("\r\n".join(["Received: x"] * 60), MachineKind.LOOP),
    ("Subject: Out of stock?", None),
]


@pytest.mark.parametrize(("header", "kind"), MACHINES)
def test_machines_are_told_from_people(header: str, kind: MachineKind | None) -> None:
    mail = read(f"From: Piet <piet@x.example>\r\n{header}\r\n\r\nhello")
    assert (mail.machine.kind if mail.machine else None) == kind


def test_loop_mark_of_another_business_is_no_loop() -> None:
    raw = "From: a@b.example\r\nX-Cha-Loop: other.example\r\n\r\nhello"
    assert read(raw, loop_marks=["juniperlane.example"]).machine is None


def test_null_return_path_is_a_machine() -> None:
    assert read("From: a@b.example\r\n\r\nhi", mail_from="").machine is not None


@pytest.mark.parametrize(("header", "spam"), [("X-Spam-Flag: YES", True), ("X-Spam-Status: No, score=1", False)])
def test_spam_marked_by_the_server_is_seen(header: str, spam: bool) -> None:
    assert read(f"{header}\r\n\r\nhi").spam is spam


def test_reply_token_comes_from_our_own_address_only() -> None:
    raw = "To: piet+shopping@gmail.example, hello@juniperlane.example\r\n\r\nhi"
    mail = read(raw, recipients=["hello+k3yk3yk3y@juniperlane.example"])
    assert reply_token(mail) == "k3yk3yk3y"
    own = {"hello@juniperlane.example"}
    assert reply_token(read(raw), is_ours=own.__contains__) is None
