"""Fields of the house's own, as pages show and ask them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.conversations.access import people_visible_to
from cha.core.errors import Invalid
from cha.core.ids import decode, encode
from cha.people.fields import Field, Kind, in_order, said_value
from cha.people.models import ContactPoint
from cha.team.models import Member

PREFIX = "custom-"


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on a page. `words` is what people read ("" while nobody said), `typed` what stands in its box."""

    field: Field
    words: str
    typed: str
    error: str = ""

    @property
    def name(self) -> str:
        """What its box is called."""
        return f"{PREFIX}{self.field.key}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The choices, as a select has them."""
        return [(choice, choice) for choice in self.field.choices]


def shown_fields(
    fields: Sequence[Field],
    values: Mapping[str, str],
    *,
    reader: Member,
    topic: str = "",
    typed: Mapping[str, str] | None = None,
    error: Invalid | None = None,
) -> list[Shown]:
    """The fields that are asked for, with what is kept; or with what was `typed`, and what is wrong with it.

    A person whom the reader may not see has no name here (law 8).
    """
    asked = in_order(fields, {**values, **(typed or {})}, topic)
    names = names_of([values.get(field.key, "") for field, _value in asked if field.kind == Kind.PERSON], reader)
    found = []
    for field, _value in asked:
        kept = values.get(field.key, "")
        words = names.get(kept, "") if field.kind == Kind.PERSON else kept
        if kept and field.kind != Kind.PERSON:
            words = said_value(field, kept, language=reader.language)
        box = (typed or {}).get(field.key, words if field.kind == Kind.PERSON else kept)
        amiss = error.sentence if error and error.details.get("field") == f"{PREFIX}{field.key}" else ""
        found.append(Shown(field, words, box, amiss))
    return found


def names_of(ids: Sequence[str], reader: Member) -> dict[str, str]:
    """What persons are called, by public id; only those whom the reader may see."""
    known = [decode(one) for one in ids if one]
    if not known:
        return {}
    rows = people_visible_to(reader).filter(pk__in=known).prefetch_related("points")
    return {encode(row.pk): row.called for row in rows}


def typed_fields(post: QueryDict, fields: Sequence[Field]) -> dict[str, str]:
    """What was typed, by key; only what the form asked."""
    return {field.key: post.get(f"{PREFIX}{field.key}", "") for field in fields if f"{PREFIX}{field.key}" in post}


def with_persons(typed: Mapping[str, str], fields: Sequence[Field], member: Member) -> dict[str, str]:
    """The same with persons as their public ids. Raises Invalid for nobody, or for more than one."""
    found = dict(typed)
    for field in fields:
        if field.kind == Kind.PERSON and typed.get(field.key, "").strip():
            found[field.key] = _person(field, typed[field.key].strip(), member)
    return found


def _person(field: Field, said: str, member: Member) -> str:
    seen = people_visible_to(member)
    address = ContactPoint.objects.filter(value=said.lower()).values("person_id")
    rows = list(seen.filter(pk__in=address)[:2]) or list(seen.filter(name__iexact=said)[:2])
    if len(rows) == 1:
        return encode(rows[0].pk)
    nobody, several = _("Nobody here is called “%(said)s”."), _("More than one is called “%(said)s”. Use the address.")
    amiss = (several if rows else nobody) % {"said": said[:60]}
    raise Invalid(f"{field.name}: {amiss}", field=f"{PREFIX}{field.key}")
