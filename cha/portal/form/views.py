"""The contact form: its page, the same in a frame of another site, and the page after it was sent.

No cookie gives anybody a right here, so that forged forms have nothing to forge: the page carries a signed word of its
own, which also comes through where a frame is given no cookies.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cha.channels.form.receiving import submit
from cha.channels.models import Channel
from cha.channels.pipeline.reading import read_now
from cha.conversations.models import Message
from cha.core.errors import NotFound
from cha.portal.doors import see_other
from cha.portal.form.guard import a_lot, ask_again, doubt_of, may_keep_files, proven_by, too_often
from cha.portal.form.keeping import keep_for_a_while
from cha.portal.form.page import FormPage, context, form_page, sent_context
from cha.portal.form.seals import Page, page_seal, read_page, read_sent, sent_seal
from cha.portal.form.typed import Typed, submission, typed_in
from cha.portal.pages import here, keep_private, show
from cha.portal.tongues import language_for, remember


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, key: str) -> HttpResponse:
    """The page to write to us on."""
    return _form(request, key, framed=False)


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """The same, to stand in a frame on the sites that the channel names."""
    return _form(request, key, framed=True)


@xframe_options_exempt
@require_safe
def sent(request: HttpRequest, key: str, seal: str) -> HttpResponse:
    """“We have it”: what happens next, by when, and how to follow it."""
    channel, framed = _channel(key), "framed" in request.GET
    message = Message.objects.select_related("conversation").filter(pk=read_sent(seal) or 0).first()
    if message is None or message.channel_id != channel.pk:
        return see_other(reverse("write", args=[key]))
    with override(language_for(request, message.language)):
        page = form_page(channel)
        response = _show(request, page, "sent", {**sent_context(page, message), "framed": framed})
    return _may_frame(keep_private(response), page, framed)


def _form(request: HttpRequest, key: str, *, framed: bool) -> HttpResponse:
    channel = _channel(key)
    with override(language_for(request, "" if "Accept-Language" in request.headers else channel.brand.language)):
        page = form_page(channel)
        response = _taken(request, page, framed) if request.method == "POST" else _blank(request, page, framed)
    remember(request, response)
    return _may_frame(keep_private(response), page, framed)


def _blank(request: HttpRequest, page: FormPage, framed: bool) -> HttpResponse:
    said = context(page, Typed(), page_seal(page.channel))
    return _show(request, page, "write", {**said, "framed": framed})


def _taken(request: HttpRequest, page: FormPage, framed: bool) -> HttpResponse:
    """Take a form, or show it once more with everything that was typed and chosen."""
    made = read_page(page.channel, request.POST.get("seal", "")[:500])
    too_many = not may_keep_files(request)
    if too_many:
        request.FILES.clear()
    typed = typed_in(request, page.channel, page.shape, page.fields, page.language)
    if too_many:
        typed.errors["files"] = a_lot()
    proven = proven_by(request)
    again = "" if typed.errors else ask_again(made)
    if typed.errors or again or made is None:
        return _again(request, page, typed, made, framed, again, 422)
    often = too_often(request, made, proven)
    if often:
        return _again(request, page, typed, made, framed, often, 429)
    return _go(request, page, typed, made, proven, framed)


def _go(request: HttpRequest, page: FormPage, typed: Typed, made: Page, proven: bool, framed: bool) -> HttpResponse:
    said = submission(typed, page.shape, page.fields, once=made.once, language=get_language() or "en")
    payload = submit(page.channel, replace(said, doubt=doubt_of(typed, made, proven)))
    read_now(payload)
    payload.refresh_from_db(fields=["message_id"])
    seal = sent_seal(payload.message_id or 0)
    return see_other(reverse("write-sent", args=[page.channel.address, seal]) + ("?framed" if framed else ""))


def _again(
    request: HttpRequest, page: FormPage, typed: Typed, made: Page | None, framed: bool, words: str, status: int
) -> HttpResponse:
    # A page that is old gets a new seal; one that was quick keeps its own, which is older by now.
    stale = made is None or (words and not typed.errors and made.age.days >= 1)
    seal = page_seal(page.channel, made.once if made else "") if stale or made is None else made.seal
    keep_for_a_while(typed.files)
    said = context(page, typed, seal, kind_words=words)
    return _show(request, page, "write", {**said, "framed": framed}, status=status)


def _show(
    request: HttpRequest, page: FormPage, template: str, said: dict[str, object], status: int = 200
) -> HttpResponse:
    face = page.channel.brand
    return show(request, f"form/{template}", said, shop=here(page.language, face), status=status)


def _may_frame(response: HttpResponse, page: FormPage, framed: bool) -> HttpResponse:
    """Let the named sites show it in a frame; nobody else."""
    if framed:
        response._csp_update = {"frame-ancestors": list(page.shape.sites)}  # type: ignore[attr-defined]
    else:
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _channel(key: str) -> Channel:
    """The form with this key. Raises NotFound."""
    rows = Channel.objects.select_related("brand", "team").filter(medium="form", address=key.lower(), active=True)
    channel = rows.first()
    if channel is None:
        raise NotFound(_("There is no form here any more."))
    return channel
