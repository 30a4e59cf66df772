"""Opens: that a person has read an answer is known only where they agreed to it themselves; nobody else can for them.

What is seen is that a picture was fetched: a mail program may do so without anybody reading. It is said so on screen.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core import signing

from cha.conversations.models import Conversation, Kind, Message
from cha.core.actor import Actor
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import Consent, Person
from cha.people.models.consent import decide
from cha.people.models.person import change_person

# Among a person's likes, as members see it: "Says when read: yes".
AGREED: Final = "says_when_read"
ASKED: Final = "We may be told when you read our answers."
SALT: Final = "cha.promises.opens"


def agreed(person: Person) -> bool:
    """Whether the person agreed that we are told when they read an answer."""
    return bool(person.likes.get(AGREED) == "yes")


@verb
def agree(person: Person, yes: bool, *, by: Person, words: str = ASKED) -> Person:
    """The person agrees to `words`, or takes it back. Raises NotFound for anybody else."""
    if by.pk != person.pk:
        raise NotFound("Only the person decides this.")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    decide(locked, Consent.Purpose.OPENS, yes, by=by, how="page", words=words)
    likes = {key: value for key, value in locked.likes.items() if key != AGREED}
    return change_person(person, by=by, likes={**likes, AGREED: "yes"} if yes else likes)


def with_pixel(html: str, message: Message, person: Person) -> str:
    """The mail's HTML, with a picture that says when it is read where the person agreed; else as it is."""
    if not html or not agreed(person):
        return html
    address = f"{settings.CHA_PUBLIC_URL.rstrip('/')}/opened/{signing.dumps(message.pk, salt=SALT)}.gif"
    picture = f'<img src="{address}" alt="" width="1" height="1" style="display:block">'
    head, body, tail = html.rpartition("</body>")
    return f"{head}{picture}{body}{tail}" if body else html


def opened_message(token: str) -> Message:
    """The message that a picture belongs to. Raises NotFound for a token that is not ours."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound("There is no such picture.") from error
    found = Message.objects.select_related("conversation__person").filter(pk=key, kind=Kind.SAID).first()
    if found is None:
        raise NotFound("There is no such picture.")
    return found


@verb
def note_opened(message: Message) -> None:
    """Note that the picture of an answer was fetched, the first time only, and only while the person still agrees."""
    conversation = Conversation.objects.locked(message.conversation_id)
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.extra.get("opened_at") or not agreed(conversation.person):
        return
    locked.extra["opened_at"] = now().isoformat()
    locked.save(update_fields=["extra"])
    conversation.change()
    person = conversation.person_id
    record("message.opened", by=Actor("person", person), on=locked, conversation=conversation.pk, person=person)
