"""What a conversation that was erased came as: the bytes of its mails go too, and files that nothing else holds."""

from __future__ import annotations

from cha.channels.models.payload import Payload
from cha.conversations.models import Attachment
from cha.core import files
from cha.core.ledger import Event
from cha.core.tasks import task


def forget_payloads(event: Event) -> None:
    """Reaction: the raw mails are emptied. Their digests stay, so that a mail that comes again is known."""
    rows = Payload.objects.filter(pk__in=list(event.facts.get("payloads", ())))
    rows.update(raw=None, file="", envelope={}, said="")


def held_files(event: Event) -> list[str]:
    """The digests of what the conversation and its mails held, before they are forgotten."""
    rows = Payload.objects.filter(pk__in=list(event.facts.get("payloads", ()))).exclude(file="")
    return sorted({*event.facts.get("files", ()), *rows.values_list("file", flat=True)})


def forget(event: Event) -> None:
    """Reaction: forget the mails at once, and have the files dropped after the commit."""
    digests = held_files(event)
    forget_payloads(event)
    if digests:
        drop_files.enqueue(digests, key=f"erased:{event.subject_id}:drop_files")


@task("channels.drop_files", rank=9)
def drop_files(digests: list[str]) -> None:
    """Delete files that no attachment and no payload holds (any more)."""
    held = set(Attachment.objects.filter(digest__in=digests).values_list("digest", flat=True))
    held |= set(Payload.objects.filter(file__in=digests).values_list("file", flat=True))
    for digest in set(digests) - held:
        files.drop(digest)
