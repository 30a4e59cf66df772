"""Fill an install with N messages that search can find: `python -m bench.inside.heap N`. Nothing when it has them.

Six messages a conversation, three conversations a person, spread over three years. Words are drawn as in a language:
the r-th most common word of thirty thousand as often as 1/r. Every fiftieth message is Chinese, Arabic or Cyrillic.
What the index holds of a text is put together of what `fold.document` makes of its words, once each.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from bench.inside import begin, tell

begin()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.inside.rows import Table  # noqa: E402
from bench.inside.seed import Ids, house  # noqa: E402
from cha.conversations.models import Conversation, Message, Tag  # noqa: E402
from cha.conversations.search.indexing import MESSAGES, PEOPLE  # noqa: E402
from cha.conversations.search.stretches import marks  # noqa: E402
from cha.language import fold  # noqa: E402
from cha.people.models import ContactPoint, Person  # noqa: E402
from cha.team.models import Member  # noqa: E402

SPAN: Final = timedelta(days=1095)
WORDS, EACH, A_CONVERSATION, A_PERSON = 30_000, (20, 90), 6, 3
SYLLABLES: Final = ("ba", "co", "du", "fe", "gi", "ka", "lo", "mu", "ne", "pi", "ra", "so", "tu", "ve", "wi", "zo")
OTHERS: Final = {
    "zh": [chr(0x4E00 + 7 * place % 2900) for place in range(2000)],
    "ar": ["".join(chr(0x0628 + (place * k) % 18) for k in (3, 5, 7, 11)) for place in range(1, 800)],
    "ru": ["".join(chr(0x0430 + (place * k) % 32) for k in (3, 5, 7, 11, 13)) for place in range(1, 800)],
}


def word(rank: int) -> str:
    """The word of that rank, from 0: some syllables."""
    made, rank = "", rank + 40
    while rank:
        made, rank = made + SYLLABLES[rank % 16], rank // 16
    return made


class Speech:
    """Texts, and what search indexes of them."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._spoken = {"en": self._of([word(rank) for rank in range(WORDS)])}
        self._spoken |= {language: self._of(words) for language, words in OTHERS.items()}

    def _of(self, words: list[str]) -> tuple[list[str], list[float]]:
        return words, list(accumulate(1 / (rank + 1) for rank in range(len(words))))

    def say(self, number: int) -> tuple[str, str, str]:
        """A language, a text in it, and its search words. Each holds an order number of its own."""
        language = ("zh", "ar", "ru")[number // 50 % 3] if number % 50 == 0 else "en"
        words, weights = self._spoken[language]
        said = self._dice.choices(words, cum_weights=weights, k=self._dice.randrange(*EACH))
        text = ("" if language == "zh" else " ").join(said)
        order = f"JL-{number}"
        indexed = text if language == "en" else fold.document(text)
        return language, f"{text} {order}", f"{indexed} jl{number} jl {number}"


class Index:
    """A search table, written in bulk."""

    def __init__(self, table: str) -> None:
        self._table, self._rows = table, list[tuple[int, str]]()

    def add(self, key: int, words: str) -> None:
        self._rows.append((key, words if connection.vendor == "sqlite" else f"{words} {marks(key)}"))
        if len(self._rows) == 20_000:
            self.write()

    def write(self) -> None:
        """Write what has come together."""
        raw = connection.connection
        if connection.vendor == "sqlite":
            raw.executemany(f"INSERT INTO {self._table} (rowid, words) VALUES (?, ?)", self._rows)
        else:
            with raw.cursor() as cursor, cursor.copy(f"COPY {self._table} (id, words) FROM STDIN") as copy:
                for row in self._rows:
                    copy.write_row(row)
        self._rows = []


class Heap:
    """Writes conversations with their people and messages."""

    def __init__(self, count: int, members: list[int]) -> None:
        self.count, self.members, self.dice, self.ids = count, members, random.Random(77), Ids()
        self.channel = house_channel()
        self.speech = Speech(self.dice)
        self.tables = {model: Table(model) for model in (Person, ContactPoint, Conversation, Message)}
        self.tagged = Table(Conversation.tags.through)
        self.messages, self.people = Index(MESSAGES), Index(PEOPLE)

    def fill(self) -> None:
        """All of it, oldest first."""
        began, step = datetime.now(UTC) - SPAN, SPAN / self.count
        rare = Tag(name="recall")
        rare.save()
        person = 0
        for number in range(0, self.count, A_CONVERSATION):
            at = began + step * number
            if number // A_CONVERSATION % A_PERSON == 0:
                person = self.person(number, at)
            pk = self.conversation(number, person, at, step)
            if number // A_CONVERSATION % 5000 == 7:
                self.tagged.add(conversation_id=pk, tag_id=rare.pk)
        for table in (*self.tables.values(), self.tagged):
            table.write()
        for index in (self.messages, self.people):
            index.write()

    def person(self, number: int, at: datetime) -> int:
        """One person, with an address."""
        pk, name = self.ids(at), f"{word(self.dice.randrange(900))} {word(self.dice.randrange(9000))}".title()
        address = f"p{number}@d{number % 5000}.example"
        self.tables[Person].add(id=pk, name=name, language="en", tint=pk % 8 + 1, arrived_at=at)
        self.tables[ContactPoint].add(id=self.ids(at), person_id=pk, kind="email", value=address, added_at=at)
        self.people.add(pk, fold.document(f"{name} {address}"))
        return pk

    def conversation(self, number: int, person: int, at: datetime, step: timedelta) -> int:
        """One conversation, with what was said in it."""
        pk = self.ids(at)
        state = self.dice.choices(("ours", "theirs", "put_right", "confirmed", "aside"), (4, 8, 55, 28, 5))[0]
        mood = self.dice.choices(("", "upset", "glad", "grieving"), (90, 6, 3.5, 0.5))[0]
        self.tables[Conversation].add(
            id=pk, person_id=person, brand_id=self.channel.brand_id, channel_id=self.channel.pk, medium="email",
            state=state, mood=mood, language="en", opened_at=at, last_at=at + step * A_CONVERSATION,
            waiting_since=at if state == "ours" else None, care_at=at if state == "ours" else None,
            assignee_id=self.dice.choice((None, *self.members)),
        )  # fmt: skip
        for place in range(A_CONVERSATION):
            when = at + step * place
            language, text, words = self.speech.say(number + place)
            key = self.ids(when)
            kind = "note" if place == 4 else "heard" if place % 2 == 0 else "said"
            self.tables[Message].add(
                id=key, conversation_id=pk, kind=kind, author_kind="person" if kind == "heard" else "member",
                author_id=person if kind == "heard" else self.members[0], at=when, medium="email", text=text,
                language=language, address="somebody@example.org",
            )  # fmt: skip
            self.messages.add(key, words)
        return pk


def house_channel() -> Any:
    """The business and its address, made when they are not there."""
    from cha.channels.models import Channel

    return Channel.objects.order_by("id").first() or house()


def parts() -> Iterator[str]:
    """Statements after which the engine knows what it holds."""
    if connection.vendor == "sqlite":
        yield f"INSERT INTO {MESSAGES}({MESSAGES}) VALUES ('optimize')"
        yield "ANALYZE"
    else:
        yield f"CREATE INDEX {MESSAGES}_gin ON {MESSAGES} USING gin (words)"
        yield "VACUUM ANALYZE"


def heap(count: int) -> dict[str, Any]:
    """Fill the install's database. Returns how many messages, and the seconds it took."""
    began = time.perf_counter()
    call_command("migrate", verbosity=0, interactive=False)
    if Message.objects.count() >= count:
        return {"messages": count, "seconds": 0.0}
    house_channel()
    members = list(Member.objects.order_by("id").values_list("id", flat=True))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
        else:
            cursor.execute(f"DROP INDEX IF EXISTS {MESSAGES}_gin")
    with transaction.atomic():
        Heap(count, members).fill()
    with connection.cursor() as cursor:
        for statement in parts():
            cursor.execute(statement)
    return {"messages": count, "seconds": round(time.perf_counter() - began, 1)}


if __name__ == "__main__":
    tell(heap(int(sys.argv[1])))
