"""Finding people: by name, by an address or a part of one, by the end of a telephone number, by what is known."""

from __future__ import annotations

from itertools import chain, islice
from typing import Final

from django.db.models import Prefetch

from cha.conversations.access import sees_all, visible_to
from cha.conversations.search.indexing import PEOPLE
from cha.conversations.search.walking import matching
from cha.language.fold import query_tokens, tokens
from cha.people.models import ContactPoint, Person
from cha.team.models import Member

ENOUGH: Final = 2000


def find_people(query: str, *, by: Member, limit: int = 20) -> list[Person]:
    """Persons by name, address or what is known of them, newest first; for a light member only those they deal with."""
    hits = _ids(query)
    rows = Person.objects.filter(pk__in=hits).prefetch_related("points").order_by("-pk")
    if not sees_all(by):
        rows = rows.filter(conversations__in=visible_to(by)).distinct()
    return list(rows[:limit])


def _ids(query: str) -> list[int]:
    found = chain.from_iterable(reached.ids for reached in matching(PEOPLE, query))
    return list(islice(found, ENOUGH))


def people_called(words: str, *, most: int) -> list[int]:
    """The ids of persons by name or address alone, newest first, at most `most`: what `from:` means."""
    rows = Person.objects.filter(pk__in=_ids(words)).order_by("-pk")
    points = Prefetch("points", ContactPoint.objects.only("person_id", "value"))
    found = (row for row in rows.only("name", "say_name").prefetch_related(points) if _called(row, words))
    return [row.pk for row, _ in zip(found, range(most), strict=False)]


def _called(person: Person, words: str) -> bool:
    """Whether every word stands in a name or an address, not only in what is known of them."""
    known = [person.name, person.say_name, *(point.value for point in person.points.all())]
    has = set(tokens("\n".join(known)))
    return all(any(all(_begins(word, has) for word in way) for way in term.ways) for term in query_tokens(words))


def _begins(word: str, has: set[str]) -> bool:
    return word in has or any(token.startswith(word) for token in has)
