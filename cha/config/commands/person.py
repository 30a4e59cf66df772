"""Shows one person: where they can be reached, what they told us, what they asked."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha person adaeze@nwosu.example
cha person 0am7akdshcn70 --json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("who", metavar="ID|EMAIL", help="thirteen letters, or an address of theirs")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace, options: Options) -> int:
    """Show them."""
    from cha.config.commands.ready import get_ready

    get_ready()
    found = whole(args.who)
    if args.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    print(f"{found['name']}  {found['id']}")
    for point in found["points"]:
        print(f"  {point['value']}  {'verified' if point['verified_at'] else 'claimed'}")
    for fact in found["facts"]:
        print(f"  told us: {fact}")
    for conversation in found["conversations"]:
        print(f"  {conversation['id']}  {conversation['state']:<10}  {conversation['about']:.70}")
    return 0


def whole(who: str) -> dict[str, Any]:
    """Everything about a person as JSON values. Raises NotFound."""
    from cha.config.commands.conversations import brief, iso
    from cha.core.errors import NotFound
    from cha.core.ids import decode, encode
    from cha.people.models import ContactPoint, Person

    try:
        if "@" in who:
            person = ContactPoint.objects.get(kind="email", value=who.strip().lower()).person
        else:
            person = Person.objects.get(pk=decode(who))
    except (ValueError, ContactPoint.DoesNotExist, Person.DoesNotExist) as error:
        raise NotFound(f"There is nobody known as {who}.") from error
    rows = person.conversations.exclude(state="joined").select_related("person", "assignee").order_by("-last_at")
    return {
        "id": encode(person.pk),
        "name": person.called,
        "language": person.language,
        "zone": person.zone,
        "pronouns": person.pronouns,
        "points": [
            {"kind": point.kind, "value": point.value, "verified_at": iso(point.verified_at)}
            for point in person.points.all()
        ],
        "facts": [fact.value for fact in person.facts.filter(corrected_by=None)],
        "conversations": [brief(row) for row in rows],
    }
