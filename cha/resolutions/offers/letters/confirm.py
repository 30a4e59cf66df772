"""The mail that asks once more: a number came by an answer, and nobody knows yet that its address is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.channels.carrying import fit
from cha.channels.ways import Way
from cha.conversations.models import Message
from cha.core.clock import now
from cha.promises.acknowledgement import Words
from cha.promises.acknowledgement.letter import Letter, Line, Sheet
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.wording import closing, marks, spoken
from cha.promises.wording import business_of
from cha.resolutions.models import Offer, Option
from cha.resolutions.offers.link import offer_url
from cha.resolutions.offers.offering import clock_of
from cha.team.models import Member

CONFIRMS: Final = "confirms"


def confirm_words(offer: Offer, option: Option, at: datetime) -> str:
    """What is kept of it in the conversation."""
    with override(spoken(clock_of(offer.conversation, at, offer.language).language)):
        return _("You answered: %(what)s. Please confirm it on the page, and it is chosen.") % {"what": option.words}


def confirm_letter(message: Message, way: Way, _member: Member | None) -> Words:
    """Text alone, with one link, as to any address that nobody has proven."""
    offer_id, number = message.extra[CONFIRMS]
    option = Option.objects.select_related("offer__conversation__person").filter(offer=offer_id, number=number).first()
    if option is None:
        return Words(subject="", preview="", text=fit(message.text, way.can).text, html=None)
    offer, at = option.offer, now()
    link = offer_url(offer, option.number)
    if not way.can.letter:
        text = f"{message.text}\n{link}" if way.can.length is None else message.text
        return Words(subject="", preview="", text=fit(text, way.can, link=link).text, html=None)
    clock = clock_of(offer.conversation, at, offer.language)
    language = spoken(clock.language)
    with override(language):
        business = business_of(way.channel, language=language, zone=clock.zone, at=at)
        sheet = Sheet(
            title=Line(_("One press, and it is chosen.")),
            lines=(Line(_("You answered: <b>%(what)s</b>"), {"what": option.words}),),
            button=Line(_("Confirm it")),
            soft=(Line(_("The link opens a page that asks you once more. Opening it decides nothing.")),),
        )
        letter = Letter(
            language=language,
            business=business.name,
            brand=business.brand,
            subject=Line(_("Please confirm: %(what)s"), {"what": option.words}),
            preview=Line(_("One press, and it is chosen.")),
            parts=(sheet, closing(business, Line(_("A person reads every answer to this mail.")))),
            href=link,
            marks=marks(),
        )
        return words_of(letter, html=False)
