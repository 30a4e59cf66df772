"""What is composed reads back as what was meant, and no value can begin a header of its own."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cha.channels.email.composing import File, Outgoing, bare_subject, compose, message_id, subject_for_reply
from cha.channels.email.composing import trimmed_references as trimmed
from cha.channels.email.reading import MachineKind, read_mail

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ID = message_id(42, "juniperlane.example")


def outgoing(**changed: Any) -> Outgoing:
    values: dict[str, Any] = {
        "from_name": "Juniper Lane Flowers",
        "from_address": "hello@juniperlane.example",
        "to": [("ana@ferreira.example", "Ana Lúcia Ferreira")],
        "subject": "Your bouquet",
        "text": "Dear Ana,\nit is on its way.\n",
        "message_id": ID,
        "date": NOW,
    }
    return Outgoing(**(values | changed))


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_everything_reads_back() -> None:
    raw = compose(
        outgoing(
            subject="Réponse à votre question – 花 " + "sehr lang " * 20,
            html="<p>Dear Ana, <img src='cid:rose'></p>",
            in_reply_to="<q@x.example>",
            references=["<first@x.example>", "<q@x.example>"],
            reply_to="hello+abcdefgh@juniperlane.example",
            cc=[("piet@claes.example", 'Claes, "Piet"')],
            attachments=[
                File("rose.png", "image/png", b"\x89PNG", "rose"),
                File("Überraschung für Señora 花束 " * 4 + ".pdf", "application/pdf", b"%PDF" * 100),
            ],
        )
    )
    mail = read_mail(raw, received_at=NOW)
    assert mail.problems == ()
    assert mail.subject == ("Réponse à votre question – 花 " + "sehr lang " * 20).strip()
    assert mail.text == "Dear Ana,\nit is on its way."
    assert [(one.address, one.name) for one in (*mail.to, *mail.cc, *mail.reply_to)] == [
        ("ana@ferreira.example", "Ana Lúcia Ferreira"),
        ("piet@claes.example", 'Claes, "Piet"'),
        ("hello+abcdefgh@juniperlane.example", "Juniper Lane Flowers"),
    ]
    assert mail.references == ("<first@x.example>", "<q@x.example>")
    assert (mail.message_id, mail.in_reply_to, mail.sent_at) == (ID, "<q@x.example>", NOW)
    assert [(file.inline, file.content) for file in mail.attachments] == [(True, b"\x89PNG"), (False, b"%PDF" * 100)]
    assert mail.attachments[1].name.startswith("Überraschung für Señora 花束")


def test_the_standard_library_reads_it_without_defects() -> None:
    raw = compose(outgoing(html="<p>x</p>", attachments=[File("a.txt", "text/plain", b"x")], subject="ü" * 300))
    for part in parsed(raw).walk():
        assert part.defects == []
    assert parsed(raw)["subject"] == "ü" * 300


def test_lines_stay_short_and_end_in_crlf() -> None:
    raw = compose(
        outgoing(text="x" * 5000 + "\n.\nFrom me\n", subject="word " * 300, references=[f"<{n}@x>" for n in range(9)])
    )
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert not any(line.startswith((b".", b"From ")) for line in lines)


def test_the_same_delivery_is_the_same_mail() -> None:
    assert compose(outgoing(html="<p>x</p>")) == compose(outgoing(html="<p>x</p>"))
    assert message_id(42, "juniperlane.example") == ID != message_id(43, "juniperlane.example")
    assert message_id(42, "juniperlane.example", key="secret") != ID
    assert message_id(1, "bücher.example").endswith("@xn--bcher-kva.example>")


def test_acknowledgements_say_that_they_are_automatic() -> None:
    raw = compose(outgoing(auto_submitted=True, loop_mark="juniperlane.example"))
    assert parsed(raw)["auto-submitted"] == "auto-replied"
    machine = read_mail(raw, received_at=NOW, loop_marks=["juniperlane.example"]).machine
    assert machine is not None
    assert machine.kind == MachineKind.LOOP
    assert b"Auto-Submitted" not in compose(outgoing())


def test_long_message_ids_stay_whole() -> None:
    long = f"<{'a' * 200}@{'b' * 100}.example>"
    assert long.encode() in compose(outgoing(in_reply_to=long, references=[long]))


def test_international_addresses_are_written_as_smtp_knows_them() -> None:
    raw = compose(outgoing(to=[("mei@例子.example", ""), ("用户@x.example", "")]))
    assert b"mei@xn--fsqu00a.example" in raw
    assert "用户@x.example".encode() in raw


@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example", "a@b.example\r\nBcc: x@y.example", "a@b@c>"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        compose(outgoing(to=[(address, "")]))


NASTY = st.text(alphabet=st.sampled_from("\r\n:;<>\"'=?\\ \t\x00\x0b\x85\u2028\ud800éa花Bc,@()"), max_size=120)


@given(subject=NASTY, name=NASTY, text=NASTY, file=NASTY, reference=NASTY, mark=NASTY)
@settings(max_examples=300, deadline=None)
def test_no_value_begins_a_header(subject: str, name: str, text: str, file: str, reference: str, mark: str) -> None:
    raw = compose(
        outgoing(
            from_name=name,
            subject=subject,
            text=text,
            to=[("ana@ferreira.example", name)],
            references=[reference],
            in_reply_to=reference,
            loop_mark=mark,
            more_headers={"List-Id": mark, "X" + mark: mark},
            attachments=[File(file, mark, b"x", None)],
        )
    )
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    names = {line.partition(b":")[0].decode() for line in head if not line.startswith(b" ")}
    assert names <= {
        "Date", "From", "To", "Subject", "Message-ID", "References", "In-Reply-To", "X-Cha-Loop", "List-Id",
        "MIME-Version", "Content-Type", "X", *(one for one in names if one[1:] == mark and mark.isalnum()),
    }  # fmt: skip
    mail = read_mail(raw, received_at=NOW, loop_marks=["none"])
    assert [one.address for one in mail.to] == ["ana@ferreira.example"]
    assert len(mail.attachments) == 1


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Roses", "Roses"),
        ("RE: AW: Antw: SV: Roses", "Roses"),
        ("Re[2]: Fwd: WG: Roses", "Roses"),
        ("回复：Re: 花", "花"),
        ("رد: الورود", "الورود"),
        ("Odp: Ynt: R: TR: Roses", "Roses"),
        ("Report: roses", "Report: roses"),
        ("Re:", ""),
        ("Reminder", "Reminder"),
    ],
)
def test_reply_marks_collapse(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare
    assert subject_for_reply(subject) == f"Re: {bare}".strip()


def test_references_keep_the_root_and_the_newest() -> None:
    ids = [f"<{n}@x.example>" for n in range(100)]
    kept = trimmed(ids, "<q@x.example>")
    assert len(kept) == 20
    assert (kept[0], kept[-1]) == ("<0@x.example>", "<q@x.example>")
    assert trimmed(["<a@b>", "junk", "<c@d>"], "<a@b>") == ["<c@d>", "<a@b>"]
