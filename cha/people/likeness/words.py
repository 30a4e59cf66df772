"""Reasons in words, for members."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cha.people.likeness.reasons import Reason


def said(reason: Reason) -> str:
    """A reason in words."""
    return _sentences().get(reason.code, reason.code) % {"value": reason.value}


def weight_words(weight: str) -> str:
    """How much a reason counts, in words."""
    return {"strong": _("strong"), "weak": _("weak"), "against": _("speaks against")}[weight]


def _sentences() -> dict[str, str]:
    return {
        "account": _("Signed in as %(value)s"),
        "accounts_differ": _("Signed in under two accounts"),
        "answered": _("Answered what was sent to the other alone"),
        "phone": _("Same telephone"),
        "phones_differ": _("Another telephone"),
        "email": _("Same mailbox: %(value)s"),
        "email_mistyped": _("The addresses differ by one slip"),
        "email_begins": _("Their addresses begin the same"),
        "emails_differ": _("Another e-mail address"),
        "spelt": _("%(value)s spells the name"),
        "name": _("Same name, and few are called so"),
        "name_common": _("Same name, but many are called so"),
        "name_forms": _("One name in two forms"),
        "name_forms_common": _("One name in two forms, but many are called so"),
        "name_initials": _("The initial fits"),
        "name_short": _("A short form of the name"),
        "name_part": _("A part of the name is the same"),
        "name_scripts": _("Perhaps one name in two scripts"),
        "names_differ": _("Another name"),
        "order": _("Both name order %(value)s"),
        "house": _("Same house: %(value)s"),
        "houses_differ": _("Another house"),
        "postcode": _("Same postcode: %(value)s"),
        "city": _("Same town: %(value)s"),
        "cities_differ": _("Another town"),
        "story": _("The same story in the same words"),
        "again": _("Says that they wrote before"),
        "born": _("Born in the same year"),
        "born_differs": _("Born in another year"),
        "colleagues": _("Two mailboxes at one employer"),
        "kin": _("Speaks of somebody else in the family, or at work"),
        "languages_differ": _("Wrote in another language"),
    }
