"""What a reading of a mail of the corpus got wrong, in words. The keys are explained beside the mails (tests/mail)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cha.channels.email.reading import Mail, read_mail, reply_token

MAILS: Final = Path(__file__).parents[2] / "tests" / "mail"
SETS: Final = {"first": MAILS, "hard": MAILS / "hard"}
NOW: Final = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OURS: Final = "mx.juniperlane.example"
Wanted = dict[str, Any]


def table(which: str, half: str) -> dict[str, Wanted]:
    """The expected readings of one half of a set of mails, by file name."""
    found: dict[str, Wanted] = json.loads((SETS[which] / "expected.json").read_text(encoding="utf-8"))
    return {name: wanted for name, wanted in found.items() if wanted["half"] == half}


def read(which: str, name: str) -> Mail:
    """A mail of the corpus, read."""
    return read_mail((SETS[which] / name).read_bytes(), received_at=NOW, trusted=[OURS])


def misses(which: str, half: str) -> dict[str, list[str]]:
    """The mails that are not read right, each with its faults."""
    found = {name: list(faults(read(which, name), wanted)) for name, wanted in table(which, half).items()}
    return {name: wrong for name, wrong in found.items() if wrong}


def faults(mail: Mail, wanted: Wanted) -> Iterator[str]:
    """What a reading got wrong, in words."""
    yield from _headers(mail, wanted)
    yield from fresh_faults(mail.fresh_text, wanted)
    yield from (f"words lack {phrase!r}" for phrase in _listed(wanted, "contains") if phrase not in _single(mail.text))
    if wanted["machine"] != "bounce":
        yield from _files(mail, wanted)
    yield from _machine(mail, wanted)
    yield from _forward(mail, wanted)
    yield from _marks(mail, wanted)


def fresh_faults(words: str, wanted: Wanted) -> Iterator[str]:
    """What is wrong about these fresh words: how they begin and end, what they miss, what of history they hold."""
    fresh = _single(words)
    starts = wanted.get("fresh_starts_any") or [wanted["fresh_starts"] or ""]
    if not any(fresh.startswith(_single(start)) for start in starts):
        yield f"fresh starts {fresh[:60]!r}"
    if wanted["fresh_ends"] is not None and not fresh.endswith(_single(wanted["fresh_ends"])):
        yield f"fresh ends {fresh[-40:]!r}"
    yield from (f"fresh has {phrase!r}" for phrase in wanted["quoted_has"] if phrase in fresh)
    yield from (f"fresh lacks {phrase!r}" for phrase in _listed(wanted, "fresh_has") if _single(phrase) not in fresh)


def _headers(mail: Mail, wanted: Wanted) -> Iterator[str]:
    address = mail.from_.address if mail.from_ else None
    if address not in (wanted.get("frm_any") or [wanted["from"]]):
        yield f"from {address!r}"
    # A bounce's "name" is a server's comment; nobody greets it.
    named = not wanted.get("frm_any") and wanted["machine"] != "bounce"
    name = mail.from_.name if mail.from_ else ""
    if named and (name or None) != (wanted["from_name"] or None):
        yield f"name {name!r}"
    if wanted["subject"] is not None and mail.subject != wanted["subject"]:
        yield f"subject {mail.subject!r}"
    if (start := wanted.get("subject_starts")) and not mail.subject.startswith(start):
        yield f"subject {mail.subject[:60]!r}"
    found = {
        "in_reply_to": _bare(mail.in_reply_to),
        "message_id": _bare(mail.message_id),
        "plus": reply_token(mail),
        "reply_to": mail.reply_to[0].address if mail.reply_to else None,
        "cc": sorted(one.address for one in mail.cc),
    }
    for key, said in found.items():
        if key in wanted and said != (sorted(wanted[key] or []) if key == "cc" else wanted[key] or None):
            yield f"{key} {said!r}"


def _files(mail: Mail, wanted: Wanted) -> Iterator[str]:
    offered = [file.name for file in mail.attachments if not file.inline]
    if ending := wanted.get("attachment_ends"):
        right = len(offered) == 1 and offered[0].endswith(ending)
    elif "att_count" in wanted:
        right = len(offered) == wanted["att_count"]
    else:
        right = offered in (wanted.get("attachments_any") or [wanted["attachments"]])
    if not right:
        yield f"attachments {offered!r}"


def _machine(mail: Mail, wanted: Wanted) -> Iterator[str]:
    kind = mail.machine.kind.value if mail.machine else None
    if wanted.get("loop"):
        if kind != "loop":
            yield f"machine {kind!r}, not a loop"
    elif kind not in (wanted.get("machine_any") or [wanted["machine"]]):
        yield f"machine {mail.machine!r}"
    if mail.machine is None:
        return
    found = {
        "bounced": None if mail.machine.delayed else mail.machine.recipient,
        "delayed": mail.machine.recipient if mail.machine.delayed else None,
        "status": mail.machine.status,
        "original_id": _bare(mail.machine.about),
        "bounce_kind": mail.machine.bounce.value if mail.machine.bounce else None,
    }
    for key, said in found.items():
        if key in wanted and said != (wanted[key] or None):
            yield f"{key} {said!r}"


def _forward(mail: Mail, wanted: Wanted) -> Iterator[str]:
    accepted = wanted.get("original_from_any") or [wanted.get("original_from")]
    if accepted == [None]:
        return
    inner = mail.forwarded
    if inner is None:
        yield "no forward seen"
        return
    if inner.from_.address not in accepted:
        yield f"original from {inner.from_.address!r}"
    if wanted.get("original_name") and inner.from_.name != wanted["original_name"]:
        yield f"original name {inner.from_.name!r}"
    if wanted.get("original_subject") and inner.subject != wanted["original_subject"]:
        yield f"original subject {inner.subject!r}"
    lacking = [phrase for phrase in _listed(wanted, "original_has") if phrase not in _single(inner.text)]
    yield from (f"original lacks {phrase!r}" for phrase in lacking)


def _marks(mail: Mail, wanted: Wanted) -> Iterator[str]:
    if wanted.get("encrypted") and not mail.marks.get("encrypted"):
        yield "not seen to be encrypted"
    if "auth" in wanted and (mail.authentic or "none") != wanted["auth"]:
        yield f"auth {mail.authentic!r}"
    calendar = mail.marks.get("calendar")
    for key, value in (wanted.get("calendar") or {}).items():
        said = calendar.get(key) if isinstance(calendar, dict) else None
        if value is not None and said != value:
            yield f"calendar {key} {said!r}"


def _listed(wanted: Wanted, key: str) -> list[str]:
    value = wanted.get(key) or []
    return [value] if isinstance(value, str) else value


def _bare(said: str | None) -> str | None:
    return (said or "").strip("<>") or None


def _single(text: str) -> str:
    return " ".join(text.split())
