"""Finding people: by name, by an address or a part of one, by the end of a telephone number, by what is known."""

from __future__ import annotations

from itertools import chain, islice
from typing import Final

from django.db.models import Q

from cha.conversations.access import sees_all, visible_to
from cha.conversations.search.asking import meets
from cha.conversations.search.indexing import PEOPLE
from cha.conversations.search.walking import matching
from cha.language.fold import document
from cha.people.models import ContactPoint, Fact, Person, Record
from cha.team.models import Member

ENOUGH: Final = 2000
LONGEST_NUMBER: Final = 60


def find_people(query: str, *, by: Member, limit: int = 20) -> list[Person]:
    """Persons by name, address, order or what is known of them, newest first; for limited members whom they deal with.

    Of the newest 2,000 with the words. What a member may not see of a person finds nobody: a fact of a conversation out
    of their sight.
    """
    ids, ordered = _ids(query), _who_ordered(query)
    rows = Person.objects.standing().prefetch_related("points").order_by("-pk")
    if sees_all(by):
        return list(rows.filter(pk__in=[*ids, *ordered])[:limit])
    seen = set(visible_to(by).filter(person__in=[*ids, *ordered]).values_list("person_id", flat=True))
    texts = _texts([pk for pk in ids if pk in seen], by)
    found = [pk for pk in texts if meets(query, document(texts[pk]))]
    return list(rows.filter(pk__in=[*found, *(pk for pk in ordered if pk in seen)])[:limit])


def _who_ordered(query: str) -> list[int]:
    """The ids of those of whom a shop knows an order with that number."""
    number = query.strip().lstrip("#")
    if not 0 < len(number) <= LONGEST_NUMBER or not any(sign.isdigit() for sign in number):
        return []
    rows = Record.objects.filter(number__in={number, number.upper()}).exclude(person=None)
    return list(rows.order_by().values_list("person_id", flat=True)[:20])


def _texts(ids: list[int], by: Member) -> dict[int, str]:
    """By id, what a limited member may see of persons."""
    texts = _names(ids)
    for pk, about in Person.objects.filter(pk__in=ids).exclude(about="").values_list("pk", "about"):
        texts[pk] += f"\n{about}"
    facts = Fact.objects.filter(person__in=ids, corrected_by=None)
    facts = facts.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(by).values("pk")))
    for pk, value in facts.order_by().values_list("person_id", "value"):
        texts[pk] = f"{texts.get(pk, '')}\n{value}"
    return texts


def people_called(words: str, *, most: int) -> list[int]:
    """The ids of persons by name or address alone, newest first, at most `most`: what `from:` means."""
    called: list[int] = []
    for reached in matching(PEOPLE, words):
        names = _names(reached.ids)
        called += [pk for pk in reached.ids if meets(words, document(names.get(pk, "")))]
        if len(called) >= most:
            break
    return called[:most]


def _ids(query: str) -> list[int]:
    found = chain.from_iterable(reached.ids for reached in matching(PEOPLE, query))
    return list(islice(found, ENOUGH))


def _names(ids: list[int]) -> dict[int, str]:
    """By id, what persons are called and where they can be reached."""
    rows = Person.objects.standing().filter(pk__in=ids).values_list("pk", "name", "say_name")
    names = {pk: f"{name}\n{say_name}" for pk, name, say_name in rows}
    for pk, value in ContactPoint.objects.filter(person__in=ids).order_by().values_list("person_id", "value"):
        names[pk] = f"{names.get(pk, '')}\n{value}"
    return names
