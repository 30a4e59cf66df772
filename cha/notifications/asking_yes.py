"""The mail to whoever is asked for a yes: all that is needed to decide, and one page to say it on."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.promises.acknowledgement import Words
from cha.promises.acknowledgement.letter import Fine, Letter, Line, Linked, Sheet, Vow
from cha.promises.acknowledgement.palette import CHA
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.wording import marks
from cha.resolutions.approvals.link import approval_url
from cha.resolutions.approvals.story import Asked, stories
from cha.resolutions.models import Approval
from cha.team.models import Member


def asking_words(approval_id: int, member: Member, business: str, at: datetime) -> Words | None:
    """The mail, in the language that is on; None where nobody needs to answer any more."""
    rows = Approval.objects.select_related("person", "conversation__person", "asked_by", "promise")
    row = rows.filter(pk=approval_id, state=Approval.State.OPEN).first()
    if row is None:
        return None
    return words_of(_letter(row, stories([row], member, at)[row.pk], member, business))


def _letter(row: Approval, story: Asked, member: Member, business: str) -> Letter:
    link = approval_url(row, member)
    names = {"asker": story.asker, "person": row.person.first_name, "amount": story.amount, "best": story.best}
    subject = (
        _("Your yes for %(person)s, %(best)s: %(amount)s") if story.best else _("Your yes for %(person)s: %(amount)s")
    )
    return Letter(
        language=get_language() or "en",
        business=_("Cha at %(business)s") % {"business": business},
        brand=CHA,
        subject=Line(subject, names),
        preview=Line(_("Above %(asker)s’s %(limit)s."), {"asker": story.asker, "limit": story.limit}),
        parts=(
            _sheet(row, story, names, link),
            _vow(story, names),
            Fine((Line(_how()),), Line(_("Read the whole story first")), _story_url(row)),
        ),
        href=link,
        marks=marks(),
    )


def _sheet(row: Approval, story: Asked, names: dict[str, str], link: str) -> Sheet:
    gave = Line(_("Given so far: %(gave)s"), {"gave": story.gave})
    like = Line(_("Like it before: %(like)s"), {"like": story.like})
    limit = Line(_("%(asker)s’s limit is %(limit)s."), {"asker": story.asker, "limit": story.limit})
    facts = tuple(Line("%(fact)s", {"fact": fact}) for fact in story.signals)
    return Sheet(
        title=Line(_("%(asker)s asks for your yes: %(amount)s for %(person)s"), names),
        body=tuple(part for part in (f"{story.question} {story.words}", f"“{story.why}”" if story.why else "") if part),
        ticks=(limit, gave, like, *facts),
        button=Line(_("Yes to %(amount)s"), names) if row.amount else Line(_("Yes, this once")),
        also=(
            Linked(Line(_("Rather another way")), f"{link}?a=other"),
            Linked(Line(_("Not this time, because…")), f"{link}?a=no"),
        ),
    )


def _vow(story: Asked, names: dict[str, str]) -> Vow:
    told = _("<b>%(person)s was told that they hear %(hears)s.</b>")
    knows = told if story.told and story.hears else _("<b>%(person)s was not told of it yet.</b>")
    return Vow(None, Line(f"{knows} %(otherwise)s", {**names, "hears": story.hears, "otherwise": story.otherwise}))


def _how() -> str:
    return _(
        "A tap opens one page that asks once more, so that no machine says yes for you. Or answer this mail with yes, "
        "or with “no, because …”. Anything else you write is a word to whoever asked. It works until somebody decides."
    )


def _story_url(row: Approval) -> str:
    return settings.CHA_PUBLIC_URL.rstrip("/") + reverse("conversation", args=[row.conversation_id])
