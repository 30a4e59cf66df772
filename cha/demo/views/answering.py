"""Answering as one of the people of the demo, or writing as somebody new."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cha.channels.models import Channel
from cha.core.errors import Invalid, Unavailable
from cha.demo import posting
from cha.demo.boxes import box_of
from cha.demo.doors import in_the_demo
from cha.demo.posting import Writer
from cha.demo.views.reading import letter_of, show


@require_POST
@in_the_demo
def write(request: HttpRequest, address: str) -> HttpResponse:
    """Answer a letter, or write a new mail, as the person whose mailbox this is."""
    box = box_of(address)
    name, words = request.POST.get("letter", ""), request.POST.get("say") or request.POST.get("body", "")
    letter = letter_of(address, name) if name else None
    by = Writer(box.name if "@" not in box.name else "", address)
    try:
        if letter:
            posting.answer(letter, words, by=by)
        else:
            posting.write(_shop(), request.POST.get("subject", ""), words, by=by)
    except (Invalid, Unavailable) as error:
        return show(request, box, letter, typed=words, error=error, fresh=letter is None, status=error.status)
    return redirect(reverse("mailbox-of", args=[address]) + "?sent")


@require_http_methods(["GET", "POST"])
@in_the_demo
def somebody_new(request: HttpRequest) -> HttpResponse:
    """Write to the shop for the first time, from an address of one's own choice."""
    if request.method != "POST":
        return show(request, None, fresh=True)
    by = Writer(request.POST.get("name", "").strip()[:80], request.POST.get("address", "").strip().lower()[:200])
    try:
        posting.write(_shop(), request.POST.get("subject", ""), request.POST.get("body", ""), by=by)
    except (Invalid, Unavailable) as error:
        typed = request.POST.get("body", "")
        return show(request, None, fresh=True, typed=typed, by=by, error=error, status=error.status)
    return redirect(f"{reverse('mailbox-of', args=[by.address])}?{urlencode({'sent': ''})}")


def _shop() -> str:
    """The address that takes mail. Raises Unavailable when no channel does."""
    address = Channel.objects.filter(medium="email", active=True).values_list("address", flat=True).first()
    if address is None:
        raise Unavailable("No address of the shop takes mail just now.")
    return address
