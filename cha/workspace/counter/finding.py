"""Finding somebody at the counter in one field: by name, by telephone number, by e-mail, by an order's number.

However a number is written it finds the person; only persons whom the member may see are found (law 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.conversations.access import people_visible_to, sees_all, visible_to
from cha.conversations.models import Conversation
from cha.conversations.models.conversation import ConversationQuerySet
from cha.conversations.models.message import first_words
from cha.conversations.search import find_people
from cha.conversations.search.asking import meets
from cha.core.ids import encode
from cha.language.fold import document
from cha.language.marking import wanted
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import known_point, normal
from cha.people.phones import is_phone
from cha.team.models import Member
from cha.workspace.finding.marks import marked

MOST: Final = 6
LEAST: Final = 2
ORDER: Final = ("phone", "handle", "visitor", "account", "email")


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found. `about` tells them from others of that name, without saying a whole number aloud."""

    person: Person
    name: Markup
    about: str

    @property
    def key(self) -> str:
        """What names them in an address."""
        return encode(self.person.pk)


def find(typed: str, member: Member, chosen: Person | None = None) -> list[Hit]:
    """The people whom something typed may mean, the surest first.

    What they wrote about is said of the `chosen` one alone: somebody else stands before the screen.
    """
    words = " ".join(typed.split())[:200]
    if len(words) < LEAST:
        return []
    people = _people(words, member)
    subjects = _subjects([chosen.pk], member) if chosen else {}
    marks = wanted(words)
    return [Hit(one, marked(one.called, marks), _about(one, subjects.get(one.pk, ""))) for one in people]


def _people(words: str, member: Member) -> list[Person]:
    exact = [point.person_id for point in _points(words)]
    near = [] if is_phone(words) and exact else _near(words, member)
    ids = list(dict.fromkeys([*exact, *near]))[:MOST]
    seen = people_visible_to(member).filter(pk__in=ids, joined_into=None).prefetch_related("points")
    rows = {person.pk: person for person in seen}
    return [rows[pk] for pk in ids if pk in rows]


def _near(words: str, member: Member) -> list[int]:
    """Who is called so before whom it is said of."""
    rows = find_people(words, by=member, limit=2 * MOST)
    called = {row.pk: meets(words, document(f"{row.name}\n{row.say_name}")) for row in rows}
    return sorted(called, key=lambda pk: not called[pk])


def _points(words: str) -> list[ContactPoint]:
    """The contact point that is typed as a whole."""
    kind = ContactPoint.Kind.PHONE if is_phone(words) else ContactPoint.Kind.EMAIL if "@" in words else None
    point = known_point(kind, words) if kind else None
    return [point] if point else []


def _subjects(people: Sequence[int], member: Member) -> dict[int, str]:
    """What each of them last wrote to us about, of what the member may see."""
    rows: Iterable[tuple[int, str, str, str]] = (
        _seen(member)
        .filter(person__in=people)
        .order_by("last_at", "id")
        .values_list("person_id", "gist", "subject", "last_words")
    )
    return {person: gist or subject or words for person, gist, subject, words in rows}


def _seen(member: Member) -> ConversationQuerySet:
    return Conversation.objects.standing() if sees_all(member) else visible_to(member)


def _about(person: Person, subject: str) -> str:
    phone = next((point.value for point in person.points.all() if point.kind == ContactPoint.Kind.PHONE), "")
    mail = next((point.value for point in person.points.all() if point.kind == ContactPoint.Kind.EMAIL), "")
    ends = _("Phone ends in %(digits)s") % {"digits": phone[-2:]} if phone else ""
    house = _("Mail from %(house)s") % {"house": mail.rpartition("@")[2]} if mail else ""
    return ". ".join(part for part in (ends or house, first_words(subject, 60) if subject else "") if part)


def point_of(person: Person) -> tuple[str, str]:
    """A contact point of somebody known: kind and value, ("", "") for none. A member's hand proves none of them.

    Not a mail address where there is another: an answer must go to the one that they wrote from.
    """
    points = [point for point in person.points.all() if point.kind in ORDER]
    points.sort(key=lambda point: (ORDER.index(point.kind), bool(point.dead_at), not point.proven, point.pk))
    return (points[0].kind, points[0].value) if points else ("", "")


def read_reach(typed: str) -> tuple[str, str]:
    """A telephone number or an e-mail address as a contact point; ("", "") for anything else."""
    if is_phone(typed):
        return ContactPoint.Kind.PHONE, normal(ContactPoint.Kind.PHONE, typed)
    local, sign, domain = typed.strip().rpartition("@")
    if sign and local and "." in domain and " " not in typed.strip():
        return ContactPoint.Kind.EMAIL, normal(ContactPoint.Kind.EMAIL, typed)
    return "", ""
