"""A private link whose days are over, or that was never ours: the page that says so kindly."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cha.channels.email.answering import answers_to
from cha.conversations.private_link import Opened
from cha.core.clock import now
from cha.portal.pages import show
from cha.portal.pathway_page import page_of
from cha.promises.acknowledgement.wording import date_words


def rested_page(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """“This page has rested.” With a button that mails a new link to the address they wrote from."""
    page = page_of(opened.conversation)
    over = opened.until < now().date()
    until = date_words(opened.until, zone=page.zone, language=page.language) if over else ""
    context = {"until": until, "token": token, "masked": masked(answers_to(opened.conversation))}
    return show(request, "rested", context, shop=page.shop, status=410)


def unknown_page(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was ours: it asks for an address, and says nothing else."""
    return show(request, "rested", {"until": "", "token": "", "masked": ""}, status=404)


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else learns: "a…e@example.org"."""
    local, _, domain = address.rpartition("@")
    if not local:
        return ""
    return f"{local[0]}…{local[-1] if len(local) > 2 else ''}@{domain}"
