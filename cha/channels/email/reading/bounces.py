"""Mail that came back (RFC 3464, 6533 and the free forms), and complaints (RFC 5965).

Whom it is about, which of our mails, how badly it failed, and the other server's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cha.channels.email.reading import bounds
from cha.channels.email.reading.statuses import bounce_kind
from cha.channels.email.reading.tree import Part
from cha.channels.email.reading.values import BounceKind, Machine, MachineKind
from cha.channels.email.reading.words import decode, one_line

_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
)
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{1,60})[ \t]*:[ \t]*(.*)$")
_ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]=]{1,64}@[^\s<>\"'(),:;\[\]=@]{1,255}")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)")
# An address that says for whom a mail was: bounces+person=domain@ours.
_VERP = re.compile(r"[+-]([^\s@=<>+]{1,64})=([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"^[ \t>]*Message-ID:\s*(<[^\s<>]{1,400}>)", re.MULTILINE | re.IGNORECASE)
_COPY_BEGINS = re.compile(
    r"^[-=_* \t>]*(below this line is a copy|this is a copy of the message|(unsent|original|returned) (message|mail)"
    r"( headers)?( (is|follows|below).{0,40})?[-=_* :]*$|message header:|.{0,20}original message headers?.{0,10}$|"
    r"(a )?copy of (the|your) (original )?(message|mail)|the following is a copy|return-path:|received:)",
    re.MULTILINE | re.IGNORECASE,
)
_STILL_TRIES = re.compile(
    r"(warning|delayed|delay) .{0,60}(message|mail|delivery)|(message|mail|delivery) .{0,40}(delayed|deferred)|"
    r"(do(es)? not|don.t) need to (resend|do anything)|will (keep|continue) (on )?try|still (be )?(tr(y|ied)|being)|"
    r"not yet been delivered|verzögert|vertraagd|en attente de remise|retrasad|ritardat|atrasad",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Failed:
    """One recipient's fields of a delivery report; "" where they do not say."""

    address: str
    status: str
    action: str
    words: str


def bounce(mail: Part, *, reason: str, text: str, subject: str) -> Machine:
    """What a bounce says, or a delivery receipt. `text` is the mail's own words."""
    failed = list(_reported(mail))
    if failed and all(one.action in ("relayed", "delivered", "expanded") for one in failed):
        return Machine(MachineKind.AUTO_REPLY, f"it is a delivery report: {failed[0].action}")
    failed = [one for one in failed if one.action not in ("relayed", "delivered", "expanded")]
    own = text[:20_000]
    copy = _COPY_BEGINS.search(own)
    said = own[: copy.start()] if copy and copy.start() else own
    first = failed[0] if failed else _Failed("", "", "", "")
    named = list(_named(mail, said, own[len(said) :]))
    status = first.status or next((found[1] for found in _STATUS.finditer(said)), "")
    words = first.words or _reason(said, named[0] if named else "")
    exact = _more_exact(status, first.words)
    kind = bounce_kind(exact, first.words or said, action=first.action or _action(subject, said, mail, status))
    recipients = tuple(dict.fromkeys(one[:320] for one in ([each.address for each in failed if each.address] or named)))
    return Machine(
        MachineKind.BOUNCE,
        reason + (", not delivered yet" if kind is BounceKind.DELAY else ""),
        recipient=recipients[0] if recipients else None,
        recipients=recipients[: bounds.RECIPIENTS],
        status=status or None,
        about=returned_id(mail, text),
        bounce=kind,
        words=one_line(words, limit=500),
    )


def complaint(mail: Part, text: str) -> Machine | None:
    """A person called a mail of ours spam, and their provider says so (RFC 5965); None when it is no such report."""
    report = next((part for part in mail.walk() if part.content_type == "message/feedback-report"), None)
    declared = mail.parameters.get("report-type", "").lower() == "feedback-report"
    if report is None and not declared:
        return None
    fields = next(iter(_blocks(report.text())), {}) if report else {}
    found = _ADDRESS.search(fields.get("original-rcpt-to", "") or fields.get("removal-recipient", "") or _copy_to(mail))
    kind = fields.get("feedback-type", "") or "abuse"
    return Machine(
        MachineKind.COMPLAINT,
        f"a provider passes on that its customer calls a mail of ours unwanted ({one_line(kind, limit=40)})",
        recipient=found[0] if found else None,
        recipients=(found[0],) if found else (),
        about=returned_id(mail, text),
    )


def is_report(mail: Part) -> bool:
    """Whether a mail holds a delivery report (RFC 3464), whatever it calls itself."""
    report = mail.parameters.get("report-type", "").lower() if mail.declared_type == "multipart/report" else ""
    return report.startswith("delivery-status") or any(part.content_type in _STATUS_PARTS for part in mail.walk())


def returned_id(mail: Part, text: str) -> str | None:
    """The Message-ID of the mail that came back: from its copy, its headers, or what the report answers."""
    for part in mail.walk():
        if part.content_type in _RETURNED:
            head = re.sub(r"\r?\n[ \t]+", " ", decode(part.content()[: bounds.HEADER_BLOCK], None))
            if found := _MESSAGE_ID.search(head):
                return found[1]
    if found := _MESSAGE_ID.search(text[:100_000]):
        return found[1]
    found = re.search(r"<[^\s<>]{1,200}@[^\s<>]{1,200}>", mail.words("in-reply-to") or mail.words("references"))
    return found[0] if found else None


def _reported(mail: Part) -> Iterator[_Failed]:
    for part in mail.walk():
        if part.content_type not in _STATUS_PARTS:
            continue
        for block in _blocks(part.text()):
            addresses = [
                found[0]
                for key in ("original-recipient", "final-recipient", "x-actual-recipient")
                if (found := _ADDRESS.search(block.get(key, "").partition(";")[2] or block.get(key, "")))
            ]
            if not addresses and "status" not in block and "action" not in block:
                continue
            status = _STATUS.search(block.get("status", ""))
            words = block.get("diagnostic-code", "").partition(";")[2].strip() or block.get("diagnostic-code", "")
            yield _Failed(
                addresses[0] if addresses else "",
                status[1] if status else "",
                block.get("action", "").lower().split(" ")[0],
                words,
            )


def _more_exact(status: str, words: str) -> str:
    """The code among the words where the report's own says nothing (x.0.0)."""
    if status and not status.endswith(".0.0"):
        return status
    found = next((one[1] for one in _STATUS.finditer(words) if not one[1].endswith(".0.0")), "")
    return found or status


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """The groups of fields of a report, unfolded, names in lower case."""
    block: dict[str, str] = {}
    last = ""
    for line in text[: bounds.HEADER_BLOCK].splitlines():
        if not line.strip():
            if block:
                yield block
            block, last = {}, ""
        elif line[0] in " \t" and last:
            block[last] = f"{block[last]} {line.strip()}"[:4000]
        elif found := _FIELD.match(line):
            last = found[1].lower()
            block.setdefault(last, found[2].strip()[:4000])
    if block:
        yield block


def _named(mail: Part, said: str, copy: str) -> Iterator[str]:
    """The recipients of a report in free form: headers that name them, then its words, then the copy's To."""
    for name in ("x-failed-recipients", "x-actual-recipients"):
        yield from (found[0] for found in _ADDRESS.finditer(mail.words(name)))
    strangers = {
        found[0].lower() for name in ("from", "to", "reply-to") for found in _ADDRESS.finditer(mail.words(name))
    }
    for found in _ADDRESS.finditer(said):
        address = found[0].strip(".").removeprefix("mailto:")
        if address.lower() not in strangers and not _is_message_id(said, found.start()):
            yield address
    to = _copy_to(mail) or next((line for line in copy.splitlines() if line.lower().lstrip("> ").startswith("to:")), "")
    if found_to := _ADDRESS.search(to):
        yield found_to[0]
    for name in ("to", "delivered-to", "x-original-to"):
        yield from (f"{found[1]}@{found[2]}" for found in _VERP.finditer(mail.words(name)))


def _is_message_id(text: str, at: int) -> bool:
    """Whether the line before a place says that an id follows."""
    line = text[text.rfind("\n", 0, at) + 1 : at].lower()
    return "message-id" in line or "queue" in line or "message id" in line


def _copy_to(mail: Part) -> str:
    for part in mail.walk():
        if part.content_type in _RETURNED:
            head = re.sub(r"\r?\n[ \t]+", " ", decode(part.content()[: bounds.HEADER_BLOCK], None))
            if found := re.search(r"^To:[ \t]*(.*)$", head, re.MULTILINE | re.IGNORECASE):
                return found[1]
    return ""


def _action(subject: str, said: str, mail: Part, status: str) -> str:
    if mail.words("x-failed-recipients") or status.startswith("5"):
        return ""
    return "delayed" if _STILL_TRIES.search(f"{subject}\n{said[:1500]}") else ""


def _reason(said: str, address: str) -> str:
    """What a report in free form gives as the reason: the lines about the address, else those with a code."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    coded = [line for line in lines if _STATUS.search(line) or re.search(r"\b[45]\d\d[ -]", line)]
    if coded:
        return " ".join(coded[:3])
    at = next((place for place, line in enumerate(lines) if address and address in line), None)
    return " ".join(lines[at : at + 3] if at is not None else lines[:2])
