"""Where providers post to. A post is answered with 200 only when what it says is kept; else it comes again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cha.channels.email.hooks.news import note_news
from cha.channels.email.hooks.providers import IN, NEWS, raw_of, read_post
from cha.channels.models.channel import Channel
from cha.channels.models.hook import hook_of, secret_of
from cha.channels.models.payload import Arrival, receive
from cha.core.errors import ChaError, NotFound, Refused, TooLarge, TooMany
from cha.core.limits import within

# Posts for a channel in an hour, and posts from one machine in an hour that are not signed.
MOST = 20_000
MOST_REFUSED = 60


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def hook(request: HttpRequest, channel_id: int, provider: str, what: str) -> HttpResponse:
    """One post. Some providers ask with HEAD first whether anybody is there."""
    if request.method == "HEAD":
        return HttpResponse()
    try:
        _take(request, channel_id, provider, what)
    except ChaError as error:
        return HttpResponse(error.sentence, status=error.status, content_type="text/plain; charset=utf-8")
    return HttpResponse("kept\n", content_type="text/plain")


def _take(request: HttpRequest, channel_id: int, provider: str, what: str) -> None:
    channel = Channel.objects.filter(pk=channel_id, medium="email").first()
    found = hook_of(channel) if channel else None
    if channel is None or found is None or found.provider != provider or what not in (IN, NEWS):
        raise NotFound(_("Nobody is expected to post here."))
    if what == IN and not channel.active:
        raise NotFound(_("This address takes nothing in."))
    events = _events(request, provider, what, secret_of(found))
    # Of what is signed: strangers must not use up what the provider may post.
    if not within("hook", channel.pk, MOST):
        raise TooMany(_("Too much at once. Please try again in an hour."))
    if what == IN:
        receive([_arrival(channel, event) for event in events])
    else:
        for event in events:
            note_news(channel, event)


def _events(request: HttpRequest, provider: str, what: str, secret: str) -> list[Any]:
    try:
        # A mail is at most a third longer in a post than it is.
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.CHA_MAX_MAIL * 3 // 2:
            raise TooLarge(_("This is more than is taken in."))
        return read_post(request, provider, what, secret)
    except RequestDataTooBig as error:
        raise TooLarge(_("This is more than is taken in.")) from error
    except Refused:
        if not within("hook-refused", request.META.get("REMOTE_ADDR", ""), MOST_REFUSED):
            raise TooMany(_("Too many posts from there were not signed. Please wait an hour.")) from None
        raise


def _arrival(channel: Channel, event: Any) -> Arrival:
    recipients = [address for address in (event.message.envelope_recipient, channel.address) if address]
    sender = event.message.envelope_sender
    envelope: dict[str, object] = {"recipients": recipients, "channel": channel.pk, "hook": True}
    return Arrival("email", raw_of(event), envelope | ({"mail_from": sender} if sender else {}))
