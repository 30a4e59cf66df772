"""What a browser calls itself, as its owner would: "Firefox on Linux". A guess: User-Agent says many names at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

BROWSERS = {
    "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip


def browser(agent: str) -> str:
    """The likeliest browser and system, or “a browser”."""
    name = next((name for mark, name in BROWSERS.items() if mark in agent), _("A browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return _("%(browser)s on %(system)s") % {"browser": name, "system": system} if system else name


def shortened(address: str) -> str:
    """An IP address, enough of it to recognise one's own: "203.0.113.…", "2001:db8:85a3:…"."""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + ":…"
    return address.rpartition(".")[0] + ".…" if "." in address else address
