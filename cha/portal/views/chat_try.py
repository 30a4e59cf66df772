"""A page of ours with a business's chat on it, and the line to copy: to try it before it stands on their own pages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cha.channels.chat.snippet import policy, snippet
from cha.channels.models import Channel
from cha.portal.pages import customers, here, show


@require_safe
@customers
def chat_try(request: HttpRequest, key: str) -> HttpResponse:
    """The widget on a plain page. Raises Http404 where there is no such chat."""
    channel = Channel.objects.select_related("brand", "team").filter(medium="chat", address=key, active=True).first()
    if channel is None:
        raise Http404
    base = settings.CHA_PUBLIC_URL or request.build_absolute_uri("/")
    context = {"channel": channel, "line": snippet(channel, base), "policy": policy(base)}
    return show(request, "chat_try", context, shop=here(get_language() or "en", channel.brand))
