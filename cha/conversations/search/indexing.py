"""Making findable: folded tokens of what was said, of files' names and of people, and which ids have them.

Both engines keep the tokens that `cha.language.fold` cuts, so both find the same. SQLite has two FTS5 tables whose
rowid is the message's or person's id (ids sort by time, so newest first is the index's own order); PostgreSQL has two
tables of tsvectors with GIN indexes, and walks them a stretch of time at a time (`stretches.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from cha.conversations.models.attachment import Attachment
from cha.conversations.models.message import Message
from cha.conversations.search.stretches import marks
from cha.core.queries import asked
from cha.core.tasks import task
from cha.language import fold
from cha.people.models import ContactPoint, Fact, Person

MESSAGES, PEOPLE = "conversations_words", "people_words"


def write_words(table: str, rows: Iterable[tuple[int, str]]) -> None:
    """Index texts under their ids, in one transaction; a text indexed again is replaced."""
    # In one order, so that two workers never wait for each other.
    documents = sorted((key, fold.document(text)) for key, text in rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(key,) for key, _ in documents])  # noqa: S608
            cursor.executemany(f"INSERT INTO {table} (rowid, words) VALUES (%s, %s)", documents)  # noqa: S608
        else:
            cursor.executemany(
                f"INSERT INTO {table} (id, words) VALUES (%s, %s::tsvector) "  # noqa: S608
                "ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words",
                [(key, f"{words} {marks(key)}") for key, words in documents],
            )


def person_text(person: Person) -> str:
    """What a person is found by; nothing, once they turned out to be another."""
    if person.joined_into_id:
        return ""
    parts = [person.name, person.say_name, person.about, *_addresses_of(person.pk)]
    # Asked for what was never corrected, SQLite would look through every fact.
    parts += [value for value, corrected in _facts_of(person.pk) if not corrected]
    return "\n".join(part for part in parts if part)


def message_text(message: Message) -> str:
    """What a message is found by: its words, and the names of its files."""
    return "\n".join([message.subject, message.text, message.quoted[:20000], " ".join(_files_of(message.pk))])


@asked(int)
def _addresses_of(person: int) -> QuerySet[ContactPoint, str]:
    return ContactPoint.objects.filter(person_id=person).order_by("id").values_list("value", flat=True)


@asked(int)
def _facts_of(person: int) -> QuerySet[Fact, tuple[str, int | None]]:
    return Fact.objects.filter(person_id=person).order_by("-pk").values_list("value", "corrected_by_id")[:50]


@asked(int)
def _files_of(message: int) -> QuerySet[Attachment, str]:
    return Attachment.objects.filter(message_id=message).order_by("id").values_list("name", flat=True)


@task("conversations.index_message", rank=8, gathers=True)
def index_message(*message_ids: int) -> None:
    """Make messages findable."""
    found = Message.objects.filter(pk__in=message_ids)
    write_words(MESSAGES, [(message.pk, message_text(message)) for message in found])


@task("people.index_person", rank=8, gathers=True)
def index_person(*person_ids: int) -> None:
    """Make persons findable."""
    found = Person.objects.filter(pk__in=person_ids)
    write_words(PEOPLE, [(person.pk, person_text(person)) for person in found])
