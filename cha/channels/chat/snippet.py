"""What a business puts on its pages so that the chat is there: one line, and the rule that a strict site adds."""

from __future__ import annotations

from html import escape

from cha.channels.models import Channel


def snippet(channel: Channel, base_url: str) -> str:
    """The line of HTML for a chat channel. `base_url` is where our pages are ("https://desk.example")."""
    return (
        f'<script src="{escape(base_url.rstrip("/"))}/chat.js" data-channel="{escape(channel.address)}" async></script>'
    )


def policy(base_url: str) -> str:
    """What a site with a Content-Security-Policy (CSP level 3) allows beside its own; no style, picture or font."""
    base = base_url.rstrip("/")
    return f"script-src {base}; connect-src {base}"
