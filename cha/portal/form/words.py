"""How a form calls its topics, and the picture of each."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from cha.channels.form.asking import Topic
from cha.promises.acknowledgement import topic_words

GLYPHS: Final = {
    "wrong_item": "flower-2",
    "damaged": "heart-crack",
    "late_delivery": "truck",
    "not_arrived": "truck",
    "payment": "credit-card",
    "refund": "credit-card",
    "invoice": "file-text",
    "wedding": "heart",
    "funeral": "flower-2",
    "opening_hours": "clock",
    "change_order": "pencil",
    "cancel": "x",
    "subscription": "refresh-cw",
    "praise": "smile",
}


def topic_called(topic: Topic) -> str:
    """The topic as the house calls it, else as whoever writes would."""
    return topic.words or _usual(topic.topic) or _("A question")


def _usual(topic: str) -> str:
    short = {
        "wrong_item": _("Something came wrong"),
        "late_delivery": _("It is late or lost"),
        "payment": _("Money"),
        "question_product": _("A question"),
    }
    words = short.get(topic) or topic_words(topic)
    return words[:1].upper() + words[1:]


def glyph_of(topic: str) -> str:
    """The picture of a topic."""
    return GLYPHS.get(topic, "message-circle")
