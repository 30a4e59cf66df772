"""Shows one conversation: its state, its messages, its deliveries and its trail."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cha.config.options import Options

GROUPS = ("data",)
EXAMPLES = "cha conversation 0am7akdshcn70 --json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its own arguments."""
    parser.add_argument("id", help="thirteen letters, as `cha conversations` prints them")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(args: argparse.Namespace, options: Options) -> int:
    """Show it."""
    from cha.config.commands.ready import get_ready

    get_ready()
    found = whole(args.id)
    if args.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    print(f"{found['person']}: {found['about']}\n{found['state']}, since {found['opened_at']}\n")
    for message in found["messages"]:
        print(f"{message['at']}  {message['kind']}  {message['author']}  {message['delivery']}")
        print("    " + message["text"].replace("\n", "\n    ") + "\n")
    return 0


def whole(public_id: str) -> dict[str, Any]:
    """Everything about a conversation as JSON values. Raises NotFound."""
    from cha.config.commands.conversations import brief, iso
    from cha.conversations.models import Conversation
    from cha.core.errors import NotFound
    from cha.core.ids import decode, encode
    from cha.core.ledger import Event

    try:
        conversation = Conversation.objects.select_related("person", "assignee").get(pk=decode(public_id))
    except (ValueError, Conversation.DoesNotExist) as error:
        raise NotFound(f"There is no conversation {public_id}.") from error
    return brief(conversation) | {
        "acknowledged_at": iso(conversation.acknowledged_at),
        "messages": [
            {
                "id": message.public_id,
                "kind": message.kind,
                "author": message.author_name or message.author_kind,
                "at": iso(message.at),
                "delivery": message.delivery,
                "external_id": message.external_id,
                "subject": message.subject,
                "text": message.text,
                "files": [file.name for file in message.attachments.all()],
            }
            for message in conversation.messages.prefetch_related("attachments").order_by("id")
        ],
        "deliveries": [
            {"kind": row.kind, "to": row.address, "state": row.state, "attempts": row.attempts, "said": row.said}
            for row in conversation.deliveries.order_by("id")
        ],
        "promises": [
            {"kind": row.kind, "words": row.words, "by": iso(row.by), "state": row.state}
            for row in conversation.promises.order_by("id")
        ],
        "trail": [
            {"at": iso(event.at), "verb": event.verb, "by": event.actor_kind, "actor": _name(event.actor_id, encode)}
            for event in Event.objects.filter(conversation_id=conversation.pk).order_by("id")
        ],
    }


def _name(actor_id: int | None, encode: Any) -> str | None:
    return encode(actor_id) if actor_id is not None else None
