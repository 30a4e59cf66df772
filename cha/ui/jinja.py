"""The Jinja2 environment of every page, and the registry in which other apps put their filters and globals."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup

from cha.ui import names
from cha.ui.kept import drawn
from cha.ui.rail import rail_of, tabs_of

ICON_NAME = re.compile(r"[a-z0-9-]+")

_filters: dict[str, Callable[..., Any]] = {
    "initials": names.initials,
    "tint": names.tint,
    "first_name": names.first_name,
}
_globals: dict[str, Any] = {}


def register_filter(name: str, function: Callable[..., Any]) -> None:
    """Make a filter known to every template; call it from `AppConfig.ready`."""
    _filters[name] = function


def register_global(name: str, value: Any) -> None:
    """Make a function or value known to every template and macro; call it from `AppConfig.ready`."""
    _globals[name] = value


def environment(**options: Any) -> Environment:
    """The environment for Django's Jinja2 backend: gettext, autoescape, `static`, `url`, `icon` and the registry."""
    env = Environment(**{"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, **options})  # noqa: S701
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update({"static": cache(static), "url": url, "url_or_none": url_or_none, "icon": icon})
    env.globals.update({"rail_of": rail_of, "tabs_of": tabs_of, "drawn": drawn})
    env.globals.update(_globals)
    env.filters.update(_filters)
    env.filters["attrs"] = attrs
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named URL. Raises `NoReverseMatch`."""
    return reverse(name, kwargs=kwargs) if kwargs else _address(name, args, get_script_prefix())


@lru_cache(maxsize=8000)
def _address(name: str, args: tuple[Any, ...], prefix: str) -> str:
    """Kept, because a page has a hundred; `prefix` is where the install begins."""
    return reverse(name, args=args or None)


def url_or_none(name: str, *args: Any, **kwargs: Any) -> str | None:
    """The address of a named URL, or `None` in an install that does not have it."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return None


@cache
def icon(name: str, extra: str = "") -> Markup:
    """A drawing from the sprite, silent for ears; `extra` are further classes (`icon--turns` mirrors right to left).

    Made once and kept: a page has a hundred.
    Raises `ValueError` for a name that no icon can have.
    """
    if not ICON_NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no icon")
    shape = Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>')
    return shape.format(f"icon {extra}".strip(), static("built/icons.svg"), name)


def attrs(values: Mapping[str, Any] | None) -> Markup:
    """HTML attributes from a mapping: `True` prints a bare name, `None` and `False` nothing; `_` becomes `-`."""
    parts = []
    for name, value in (values or {}).items():
        key = name.replace("_", "-")
        if value is True:
            parts.append(Markup(" {}").format(key))
        elif value is not None and value is not False:
            parts.append(Markup(' {}="{}"').format(key, value))
    return Markup("").join(parts)
