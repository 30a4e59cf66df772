"""Attachments: files that came with a message or go with one."""

from __future__ import annotations

from django.db import models

from cha.conversations.models.message import Message
from cha.core import files
from cha.core.ids import IdField, encode

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Attachment(models.Model):
    """A file by its digest (`cha.core.files`). `message` is None while it waits in a draft."""

    id = IdField()
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120, default="application/octet-stream")
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    content_id = models.CharField(max_length=200, blank=True)
    inline = models.BooleanField(default=False)

    class Meta:
        # The same file again, wherever it came before.
        indexes = [models.Index(fields=["digest"], name="attachment_digest")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return encode(self.pk)

    @property
    def is_picture(self) -> bool:
        """Whether a browser may show it as a picture (never SVG: it can carry scripts)."""
        return self.content_type in PICTURES


def attach(
    message: Message,
    name: str,
    content_type: str,
    content: bytes,
    *,
    digest: str | None = None,
    content_id: str = "",
    inline: bool = False,
    size: int | None = None,
) -> Attachment:
    """Put a file on a message. Pass the `digest` of bytes kept before the verb began: a transaction writes no files.

    `size` in bytes, where `content` itself is not at hand.
    """
    row = Attachment(
        message=message,
        name=name[:200] or "file",
        content_type=content_type[:120],
        size=len(content) if size is None else size,
        digest=digest or files.put(content),
        content_id=content_id[:200],
        inline=inline,
    )
    row.save(force_insert=True)
    return row
