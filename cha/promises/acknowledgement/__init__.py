"""The words of our mails: values in, subject, preview, text and HTML out. Pure but for the catalogues, read once.

Every mail is a `Letter` of a few kinds of part, so that the text says all that the HTML says, by construction.
"""

from __future__ import annotations

from cha.promises.acknowledgement.heard import Acknowledgement, render, render_short
from cha.promises.acknowledgement.letter import Words
from cha.promises.acknowledgement.link import NewLink, render_link
from cha.promises.acknowledgement.palette import CHA, JUNIPER, Brand, Palette, brand_of
from cha.promises.acknowledgement.put_right import PutRight, render_put_right
from cha.promises.acknowledgement.reply import Promised, Quoted, Reply, render_reply
from cha.promises.acknowledgement.values import Business
from cha.promises.acknowledgement.wording import fact_words, step_words, topic_words

__all__ = [
    "CHA",
    "JUNIPER",
    "Acknowledgement",
    "Brand",
    "Business",
    "NewLink",
    "Palette",
    "Promised",
    "PutRight",
    "Quoted",
    "Reply",
    "Words",
    "brand_of",
    "fact_words",
    "render",
    "render_link",
    "render_put_right",
    "render_reply",
    "render_short",
    "step_words",
    "topic_words",
]
