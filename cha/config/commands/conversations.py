"""Lists conversations, who waits longest by care first."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = """
cha conversations
cha conversations --state all --json | jq .
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("--state", default="ours", help="ours, theirs, put_right, confirmed, aside or all [ours]")
    parser.add_argument("--limit", type=int, default=50, help="at most so many [50]")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace, options: Options) -> int:
    """List them."""
    from cha.config.commands.ready import get_ready

    get_ready()
    from cha.conversations.models import Conversation, State
    from cha.core.errors import Invalid

    if args.state not in (*State.values, "all"):
        raise Invalid(f"There is no state “{args.state}”. There are: {', '.join(State.values)}, all.")
    rows = Conversation.objects.select_related("person", "assignee").prefetch_related("person__points")
    rows = rows.standing() if args.state == "all" else rows.filter(state=args.state)
    # Who is snoozed waits on us, but has no place in the care order: the engines would sort them to different ends.
    rows = rows.waiting().in_care_order() if args.state == "ours" else rows.order_by("-last_at")
    found = [brief(row) for row in rows[: args.limit]]
    if args.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    for row in found:
        print(f"{row['id']}  {row['person']:<24.24}  {row['state']:<10}  {row['about']:.70}")
    if not found:
        print("Nobody is waiting." if args.state == "ours" else "None.")
    return 0


def brief(conversation: Any) -> dict[str, Any]:
    """One conversation in a line of JSON; times are ISO 8601, UTC."""
    return {
        "id": conversation.public_id,
        "person": conversation.person.called,
        "about": conversation.gist or conversation.subject or conversation.last_words,
        "state": conversation.state,
        "topic": conversation.topic,
        "language": conversation.language,
        "opened_at": iso(conversation.opened_at),
        "waiting_since": iso(conversation.waiting_since),
        "promised_by": iso(conversation.next_promise_at),
        "assignee": conversation.assignee.name if conversation.assignee else None,
    }


def iso(moment: Any) -> str | None:
    """A moment as ISO 8601 in UTC, to the second."""
    return moment.isoformat(timespec="seconds") if moment else None
