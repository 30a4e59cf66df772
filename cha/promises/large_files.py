"""Large files: what is too much for one mail goes as links, with size and until when; the smaller ones go along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import override

from cha.conversations.file_link import file_url
from cha.conversations.models import Attachment, Message


@dataclass(frozen=True, slots=True)
class Large:
    """A file that goes as a link. `until`: the last day on which it opens."""

    pk: int
    name: str
    size: str
    url: str
    until: date


def too_much(sizes: Sequence[tuple[int, int]], most: int) -> set[int]:
    """Which of some files (key, size in bytes) do not fit in `most` bytes together: the largest, as few as need be."""
    left, total = set[int](), sum(size for _, size in sizes)
    for key, size in sorted(sizes, key=lambda file: -file[1]):
        if total <= most:
            break
        left.add(key)
        total -= size
    return left


def large_files(message: Message, *, language: str) -> tuple[Large, ...]:
    """The files of a message that go as links, by the option `mail_files_mb`; their sizes in words of `language`."""
    rows = list(Attachment.objects.filter(message=message).select_related("message__conversation").order_by("id"))
    linked = too_much([(row.pk, row.size) for row in rows], settings.CHA_MAIL_FILES)
    with override(language or "en"):
        return tuple(_large(row) for row in rows if row.pk in linked)


def _large(row: Attachment) -> Large:
    url, until = file_url(row)
    return Large(row.pk, row.name, filesizeformat(row.size), url, until)
