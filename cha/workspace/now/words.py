"""What codes are called on the members' screens. Called when a piece is rendered, so that each language has its own."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cha.channels.registry import media, medium_called
from cha.conversations.models.conversation import State
from cha.core.errors import ChaError
from cha.promises.understanding import TOPICS

MOODS: Final = ("glad", "curious", "calm", "worried", "grieving", "upset", "hostile")
_MOODS: Final = {
    "glad": pgettext_lazy("mood", "Glad"),
    "curious": pgettext_lazy("mood", "Curious"),
    "calm": pgettext_lazy("mood", "Calm"),
    "worried": pgettext_lazy("mood", "Worried"),
    "grieving": pgettext_lazy("mood", "Grieving"),
    "upset": pgettext_lazy("mood", "Upset"),
    "hostile": pgettext_lazy("mood", "Hostile words"),
}
_STATES: Final = {
    State.OURS.value: gettext_lazy("Waiting on us"),
    State.THEIRS.value: gettext_lazy("Waiting on them"),
    State.PUT_RIGHT.value: gettext_lazy("Put right"),
    State.CONFIRMED.value: gettext_lazy("Put right, confirmed"),
    State.ASIDE.value: gettext_lazy("Spam and machines"),
    State.TRASH.value: gettext_lazy("In the trash"),
}
_DELIVERIES: Final = {
    "held": gettext_lazy("goes out in a moment"),
    "waiting": gettext_lazy("on its way"),
    "unsent": gettext_lazy("waits: nothing to send through yet"),
    "failed": gettext_lazy("not sent"),
    "dropped": gettext_lazy("not sent"),
}
_TOPICS: Final = {
    "funeral": gettext_lazy("Funeral"),
    "cancel": gettext_lazy("Cancelling an order"),
    "refund": gettext_lazy("Money back"),
    "not_arrived": gettext_lazy("Not arrived"),
    "wrong_item": gettext_lazy("Wrong item"),
    "damaged": gettext_lazy("Damaged"),
    "late_delivery": gettext_lazy("Late delivery"),
    "change_order": gettext_lazy("Change to an order"),
    "invoice": gettext_lazy("Invoice"),
    "payment": gettext_lazy("Payment"),
    "subscription": gettext_lazy("Subscription"),
    "wedding": gettext_lazy("Wedding"),
    "account": gettext_lazy("Account"),
    "opening_hours": gettext_lazy("Opening hours"),
    "complaint": gettext_lazy("Complaint"),
    "question_product": gettext_lazy("Question about what we make"),
    "praise": gettext_lazy("Praise"),
}
_LANGUAGES: Final = {
    "en": gettext_lazy("English"),
    "nl": gettext_lazy("Dutch"),
    "fr": gettext_lazy("French"),
    "de": gettext_lazy("German"),
    "es": gettext_lazy("Spanish"),
    "ar": gettext_lazy("Arabic"),
    "pt": gettext_lazy("Portuguese"),
    "it": gettext_lazy("Italian"),
    "pl": gettext_lazy("Polish"),
    "tr": gettext_lazy("Turkish"),
    "sv": gettext_lazy("Swedish"),
    "da": gettext_lazy("Danish"),
    "ja": gettext_lazy("Japanese"),
    "zh": gettext_lazy("Chinese"),
}


def mood_words(kind: str) -> str:
    """A mood in a word, or "" for none."""
    return str(_MOODS.get(kind, ""))


def topic_words(topic: str) -> str:
    """A topic as members say it; a topic of the house's own is its own word."""
    return str(_TOPICS.get(topic, topic.replace("_", " ").capitalize()))


def topics() -> list[tuple[str, str]]:
    """All topics with their words, for choosing."""
    return [(code, topic_words(code)) for code in TOPICS]


def language_words(code: str) -> str:
    """A language's name, or its code where it has none here."""
    return str(_LANGUAGES.get(code.split("-")[0], code))


def medium_words(medium: str) -> str:
    """What a medium is called where a person came by it."""
    known = media().get(medium)
    return _(known.label) if known else medium.capitalize()


def by_medium(medium: str) -> str:
    """How something was said."""
    known = media().get(medium)
    if known:
        return _(known.by)
    return _("by %(medium)s") % {"medium": medium} if medium else ""


def comes_by_mail(medium: str) -> bool:
    """Whether people have an address of mail there, which can be blocked."""
    known = media().get(medium)
    return known is not None and known.point_kind == "email"


def glyph_of(medium: str) -> str:
    """The drawing of a medium."""
    try:
        return medium_called(medium).capabilities.icon if medium else "message-circle"
    except (ChaError, LookupError):
        return "message-circle"


def state_words(state: str) -> str:
    """Whose turn it is."""
    return str(_STATES.get(state, state))


def delivery_words(delivery: str) -> str:
    """How far something of ours got; "" when it is out and there is nothing to say."""
    return str(_DELIVERIES.get(delivery, ""))
