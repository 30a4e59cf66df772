"""Settings, Channels, What its mails say: own words for fixed sentences, in each language, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.promises.acknowledgement.frames import FRAMES, as_typed
from cha.promises.voice import frames_of, previewed, set_frames, usual_words
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.settings_page import show, wrong


@managers
@require_http_methods(["GET", "POST"])
def words(request: MemberRequest, channel_id: int) -> HttpResponse:
    """The sentences in one language (`?language=`), as they are, and the saving of them."""
    channel = get_object_or_404(Channel.objects.select_related("brand"), pk=channel_id, medium="email")
    language = _language(request, channel)
    if request.method != "POST":
        return _page(request, channel, language, {})
    typed = {code: request.POST.get(code, "").strip() for code in FRAMES}
    try:
        if request.POST.get("then") == "look":
            return _page(request, channel, language, typed)
        set_frames(channel, language, typed, by=request.user)
    except Invalid as error:
        return _page(request, channel, language, typed, status=422, errors=wrong(error))
    return redirect(f"{reverse('settings-channel-words', args=[channel.pk])}?language={language}&saved")


def _page(
    request: MemberRequest, channel: Channel, language: str, typed: Mapping[str, str], **more: Any
) -> HttpResponse:
    usual, own = usual_words(language), frames_of(channel, language)
    shown = {code: typed.get(code, as_typed(own.get(code, ""))) for code in FRAMES}
    errors = more.get("errors", {})
    mails = [] if errors else previewed(channel, request.user, language, typed)
    labels = [_("The first answer, sent at once"), _("A member’s answer")]
    context: dict[str, Any] = {
        "channel": channel,
        "language": language,
        "languages": settings.LANGUAGES,
        "rows": [(code, usual[code], shown[code]) for code in FRAMES],
        "mails": list(zip(labels, mails, strict=False)),
    }
    return show(request, "settings/channel_words.html", **context, **more)


def _language(request: MemberRequest, channel: Channel) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    asked = request.POST.get("language") or request.GET.get("language") or channel.brand.language
    return asked if asked in known else (get_language() or "en")[:2]
