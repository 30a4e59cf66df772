"""The lines with which another site shows the form: a frame, and, if one likes, what lets it grow with its words."""

from __future__ import annotations

from django.conf import settings

from cha.channels.models import Channel


def address_of(channel: Channel) -> str:
    """The whole address of the page that we host."""
    return f"{settings.CHA_PUBLIC_URL.rstrip('/')}/write/{channel.address}"


def frame(channel: Channel) -> str:
    """The form in a frame: no script, no cookie."""
    source, title = f"{address_of(channel)}/embed", _plain(channel.brand.called)
    return f'<iframe src="{source}" title="{title}" width="100%" height="900" loading="lazy"></iframe>'


def grows(channel: Channel) -> str:
    """What makes the frame as tall as what is in it."""
    house = settings.CHA_PUBLIC_URL.rstrip("/")
    return (
        "<script>\n"
        'addEventListener("message", (event) => {\n'
        f'  if (event.origin !== "{house}" || event.data?.cha !== "form") return;\n'
        f"  document.querySelector('iframe[src^=\"{address_of(channel)}/\"]').height = event.data.height;\n"
        "});\n"
        "</script>"
    )


def _plain(name: str) -> str:
    return name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
