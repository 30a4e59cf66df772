"""What the composer begins with: the member's own draft, whom it goes to, who is in copy, who else writes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.conversations.models import Attachment, Conversation, Draft, Presence
from cha.core import files
from cha.core.clock import now
from cha.core.errors import TooLarge
from cha.core.ids import encode
from cha.core.queries import asked
from cha.team.models import Member
from cha.ui.kept import PROOF, Kept, proven, rendered
from cha.workspace.now import words
from cha.workspace.now.copies import others_of, ways_to
from cha.workspace.now.over import Over, overs
from cha.workspace.now.pointing_out import Pointed
from cha.workspace.now.seals import chosen, switch
from cha.workspace.now.visiting import Visiting
from cha.workspace.now.vows import Line
from cha.workspace.now.wishes import wishes

SALT = "cha.workspace.files"
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed and not taken, with what is wrong; or what the composer shall begin with."""

    kind: str = ""
    body: str | None = None
    cc: str = ""
    bcc: str = ""
    to: str = ""
    copy: tuple[str, ...] | None = None
    files: tuple[int, ...] = ()
    amiss: str = ""
    field: str = field(default="body")
    seal: str = ""
    over: str = ""
    buttons: str = ""
    told: tuple[Pointed, ...] = ()
    vows: tuple[Line, ...] = ()


_composers: Kept[Markup] = Kept(200)
# Where a kept composer has the number that lets one form be taken once.
_ONCE = f"\x1d{secrets.token_hex(8)}"


def piece(
    conversation: Conversation, member: Member, written: Written, request: HttpRequest, found: Visiting | None = None
) -> Markup:
    """The composer for this member. Kept under everything it shows, but for what each form has of its own."""
    shown = composer(conversation, member, written, found)
    name, files = conversation.person.first_name, shown.pop("files")
    key = (conversation.pk, name, member.pk, member.name, member.answers, get_language(), *shown.values())

    def make() -> Markup:
        values = {"writing": {**shown, "files": files, "once": _ONCE}, "public": encode(conversation.pk), "me": member}
        template = "workspace/now/_composer.html"
        return rendered(template, conversation=conversation, csrf_input=PROOF, **values)

    made = make() if files else _composers.one(key, make)
    return proven(made, csrf_input(request)).replace(_ONCE, secrets.token_urlsafe(9))


def composer(
    conversation: Conversation, member: Member, written: Written, found: Visiting | None = None
) -> dict[str, Any]:
    """What `_composer.html` shows, but for `once`. `found` is who is in the chat."""
    drafts = dict(_drafts(conversation.pk, member.pk))
    kind = written.kind or ("note" if "note" in drafts and "reply" not in drafts else "reply")
    if not member.answers:
        kind = "note"
    ways = ways_to(conversation, written.to)
    others = others_of(conversation, ways, written.copy)
    body = drafts.get(kind, "") if written.body is None else written.body
    return {
        "kind": kind,
        "body": body,
        "seal": switch(conversation, ways, others, written.seal),
        "other": drafts.get("reply" if kind == "note" else "note", ""),
        "kept": bool(body) and written.body is None,
        "ways": ways,
        "overs": _overs(conversation, found, written.over),
        "others": others,
        "copies": sum(other.on for other in others) + written.cc.count("@"),
        "cc": written.cc,
        "bcc": written.bcc,
        "buttons": written.buttons,
        "how": words.by_medium(conversation.medium),
        "files": pending(written.files),
        "amiss": written.amiss,
        "field": written.field if written.amiss else "",
        "told": written.told,
        "vows": written.vows,
        "wishes": wishes(conversation.person, conversation.language, now(), get_language() or "en"),
    }


def _overs(conversation: Conversation, visiting: Visiting | None, chosen: str) -> tuple[Over, ...]:
    """The ways to choose from; none where there is nothing to choose but an address of mail."""
    found = overs(conversation, visiting, chosen)
    return () if len(found) == 1 and found[0].kind == "letter" else found


@asked(int, int)
def _drafts(conversation: int, member: int) -> QuerySet[Draft, tuple[str, str]]:
    return Draft.objects.filter(conversation_id=conversation, member_id=member).values_list("kind", "text")


@asked(int, datetime)
def _present(conversation: int, at: datetime) -> QuerySet[Presence]:
    here = Presence.objects.filter(conversation_id=conversation, until__gt=at)
    return here.select_related("member").order_by("id")[:6]


def present(conversation: Conversation) -> list[dict[str, Any]]:
    """Who is here, reader included: the page leaves the reader out."""
    return [presence(row) for row in _present(conversation.pk, now())]


def presence(row: Presence) -> dict[str, Any]:
    """One member who is here, as `_presence.html` shows it."""
    return {
        "member": row.member_id,
        "name": row.member.name,
        "first_name": row.member.first_name,
        "tint": row.member.tint,
        "writing": bool(row.writing_until and row.writing_until > now()),
    }


def keep_files(uploads: Sequence[Any]) -> tuple[int, ...]:
    """Keep files that were chosen before anything is sent: they wait without a message. Raises TooLarge."""
    if len(uploads) > MOST_FILES:
        raise TooLarge(_("At most %(most)s files go with one message.") % {"most": MOST_FILES})
    kept = []
    for upload in uploads:
        content = upload.read()
        row = Attachment(
            message=None,
            name=(upload.name or "file")[:200],
            content_type=(upload.content_type or "application/octet-stream")[:120],
            size=len(content),
            digest=files.put(content),
        )
        row.save(force_insert=True)
        kept.append(row.pk)
    return tuple(kept)


def sizes_of(ids: Sequence[int]) -> list[int]:
    """How large the files are that would go along, in bytes."""
    return list(Attachment.objects.filter(pk__in=ids, message=None).values_list("size", flat=True)) if ids else []


def pending(ids: Sequence[int]) -> list[dict[str, Any]]:
    """Files that wait to go along, each with the name and a token that only this form has."""
    rows = Attachment.objects.filter(pk__in=ids, message=None).order_by("id") if ids else []
    return [{"name": row.name, "token": signing.dumps(row.pk, salt=SALT)} for row in rows]


def opened(tokens: Sequence[str]) -> tuple[int, ...]:
    """The files behind tokens of `pending`; forged ones are left out."""
    found = []
    for token in tokens[:MOST_FILES]:
        try:
            found.append(int(signing.loads(token, salt=SALT)))
        except (signing.BadSignature, ValueError, TypeError):
            continue
    return tuple(found)


def typed(request: HttpRequest) -> Written:
    """What a composer's form says, to be kept when it is not taken."""
    form = request.POST
    return Written(
        "reply",
        form.get("body", ""),
        form.get("cc", ""),
        form.get("bcc", ""),
        form.get("to", ""),
        tuple(form.getlist("copy")),
        opened(form.getlist("kept")),
        seal=chosen(form),
        over=form.get("over", ""),
        buttons=form.get("buttons", ""),
    )
