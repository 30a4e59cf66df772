"""Finding what was said: newest first, only what the member may see, with bounded work.

Candidates come from the index (or, where an index leads to few conversations, from these) in batches; each batch is
narrowed to what the filter says and the member may see. After `MOST` candidates it stops and says how far it looked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef

from cha.conversations.access import seen_by, sees_all
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.message import Message
from cha.conversations.search.asking import Asked, Narrowed, asked, in_a_row
from cha.conversations.search.indexing import MESSAGES
from cha.conversations.search.walking import BATCH, Reached, having, matching
from cha.team.models import Member

MOST: Final = 1000
# Their texts are read.
MOST_WITH_PHRASES: Final = 300
FEW: Final = 1500
AT_A_TIME: Final = 170


@dataclass(frozen=True, slots=True)
class Look:
    """Messages found, newest first. `further` is the `end` to look on from, or None where there is no more.

    `cut` says that further back was not looked although less than asked for was found.
    """

    messages: list[Message]
    further: int | None = None
    cut: bool = False


def find_messages(query: str, *, by: Member, limit: int = 50) -> list[Message]:
    """Messages with all these words that `by` may see, newest first; each with its conversation and person.

    Bounded as `look`. A query without a word finds nothing.
    """
    wanted = asked(query)
    return look(wanted, by=by, limit=limit).messages if wanted.indexed else []


def look(wanted: Asked, narrowed: Narrowed | None = None, *, by: Member, limit: int, most: int = 0) -> Look:
    """What was said so, newest first, at most `limit`, of at most `most` candidates and the batch begun."""
    narrowed = narrowed or Narrowed()
    most = most or (MOST_WITH_PHRASES if wanted.phrases else MOST)
    kept: list[int] = []
    looked = 0
    for reached in _candidates(wanted, narrowed, by):
        for at in range(0, len(reached.ids), AT_A_TIME):
            kept += _kept(reached.ids[at : at + AT_A_TIME], wanted, narrowed, by)
            if len(kept) > limit:
                return Look(_messages(kept[:limit]), further=kept[limit - 1])
        looked += len(reached.ids)
        if looked >= most and reached.down_to > narrowed.first:
            return Look(_messages(kept), further=reached.down_to, cut=True)
    return Look(_messages(kept))


def exists(wanted: Asked, narrowed: Narrowed | None = None, *, by: Member) -> bool:
    """Whether there is anything to find among the newest candidates: for what is offered when nothing was found."""
    return bool(look(wanted, narrowed, by=by, limit=1, most=BATCH).messages)


def _candidates(wanted: Asked, narrowed: Narrowed, by: Member) -> Iterator[Reached]:
    if narrowed.few:
        rows = Conversation.objects.filter(narrowed.conversations).order_by()
        conversations = list(rows.values_list("pk", flat=True)[: FEW + 1])
        if len(conversations) <= FEW:
            yield from _of_these(conversations, wanted, narrowed)
            return
    if wanted.indexed:
        yield from matching(MESSAGES, wanted.words, narrowed.first, narrowed.end)
    else:
        yield from _walk(narrowed)


def _of_these(conversations: list[int], wanted: Asked, narrowed: Narrowed) -> Iterator[Reached]:
    """Of few conversations, all messages; the index is asked about them, not walked."""
    for reached in _walk(narrowed, conversations):
        yield Reached(having(MESSAGES, wanted.words, reached.ids) if wanted.indexed else reached.ids, reached.down_to)


def _walk(narrowed: Narrowed, conversations: list[int] | None = None) -> Iterator[Reached]:
    """Messages without asking for words, newest first."""
    rows = Message.objects.filter(narrowed.messages, pk__gte=narrowed.first).order_by("-pk")
    if conversations is not None:
        rows = rows.filter(conversation__in=conversations)
    end = narrowed.end
    while True:
        ids = list(rows.filter(pk__lt=end).values_list("pk", flat=True)[:BATCH])
        end = ids[-1] if len(ids) == BATCH else narrowed.first
        yield Reached(ids, end)
        if len(ids) < BATCH:
            return


def _kept(ids: list[int], wanted: Asked, narrowed: Narrowed, by: Member) -> list[int]:
    """Those that the filter means and the member may see, in order."""
    if not ids:
        return []
    if narrowed.messages or narrowed.conversations or not sees_all(by):
        seen = Conversation.objects.filter(seen_by(by), narrowed.conversations, pk=OuterRef("conversation_id"))
        rows = Message.objects.filter(narrowed.messages, Exists(seen.order_by()), pk__in=ids)
        visible = set(rows.values_list("pk", flat=True))
        ids = [key for key in ids if key in visible]
    for words in wanted.without:
        unwanted = set(having(MESSAGES, f"{words} ", ids))
        ids = [key for key in ids if key not in unwanted]
    return _with_phrases(ids, wanted.phrases) if wanted.phrases else ids


def _with_phrases(ids: list[int], phrases: tuple[str, ...]) -> list[int]:
    names: dict[int, str] = {}
    for key, name in Attachment.objects.filter(message__in=ids).values_list("message_id", "name"):
        names[key or 0] = f"{names.get(key or 0, '')}\n{name}"
    texts = Message.objects.filter(pk__in=ids).values_list("pk", "subject", "text", "quoted")
    said = {pk: "\n".join((*parts, names.get(pk, ""))) for pk, *parts in texts}
    return [key for key in ids if all(in_a_row(phrase, said.get(key, "")) for phrase in phrases)]


def _messages(ids: list[int]) -> list[Message]:
    if not ids:
        return []
    return list(Message.objects.filter(pk__in=ids).select_related("conversation__person").order_by("-pk"))
