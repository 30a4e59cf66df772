"""A time-based rule in words, and its blanks as a form sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.promises.models import TimeRule
from cha.promises.nudge_words import FAREWELL, NUDGE
from cha.workspace.now.words import topic_words, topics

KINDS: Final = (NUDGE, FAREWELL)


def does_words() -> dict[str, str]:
    """What a rule does, as the end of a sentence."""
    return {
        TimeRule.Does.NUDGE: _("write one kind word"),
        TimeRule.Does.REMIND: _("remind whoever looks after it"),
        TimeRule.Does.ASIDE: _("put it aside with a farewell"),
    }


def unit_words() -> dict[str, str]:
    """What it counts in."""
    return {TimeRule.Unit.DAYS: _("days"), TimeRule.Unit.HOURS: _("open hours")}


def choices() -> dict[str, Any]:
    """What the blanks of the sentence can be."""
    channels = [("", _("on any channel"))]
    channels += [(str(row.pk), _("on %(name)s") % {"name": row}) for row in Channel.objects.order_by("pk")[:100]]
    about = [(code, _("about %(topic)s") % {"topic": words}) for code, words in topics()]
    return {
        "channels": channels,
        "topics": [("", _("about anything")), *about],
        "units": list(unit_words().items()),
        "does": list(does_words().items()),
        "then_does": [("", _("leave it at that")), *list(does_words().items())],
        "languages": settings.LANGUAGES,
    }


def sentence_of(rule: TimeRule) -> str:
    """The rule as one reads it aloud."""
    does, units = does_words(), unit_words()
    known: dict[str, Any] = {"after": rule.after, "unit": units[rule.unit], "does": does[rule.does]}
    words = _("When we wait on them for %(after)s %(unit)s, %(does)s.") % known
    if rule.then_does:
        then = {"after": rule.then_after, "unit": units[rule.then_unit], "does": does[rule.then_does]}
        words += " " + _("After %(after)s more %(unit)s, %(does)s.") % then
    return words


def about(rule: TimeRule) -> str:
    """What it is for, where it is not for everything."""
    parts = [_("about %(topic)s") % {"topic": topic_words(rule.topic)}] if rule.topic else []
    return ", ".join([*parts, *([_("on %(name)s") % {"name": rule.channel}] if rule.channel else [])])


def form_of(rule: TimeRule) -> dict[str, str]:
    """The blanks as the form shows them."""
    form = {name: str(getattr(rule, name)) for name in ("topic", "unit", "does", "then_unit", "then_does", "per_hour")}
    form |= {"after": str(rule.after), "then_after": str(rule.then_after or 4)}
    form["channel"] = str(rule.channel_id or "")
    return form | {f"{kind}-{code}": text for kind in rule.words for code, text in rule.words[kind].items()}


def said_in(form: Mapping[str, str]) -> dict[str, Any]:
    """The columns that a form says. Raises Invalid with the field."""
    wanted = form.get("channel", "")
    channel = Channel.objects.filter(pk=int(wanted)).first() if wanted.isdigit() else None
    if wanted and channel is None:
        raise Invalid(_("Choose one of the channels."), field="channel")
    does = form.get("then_does", "")
    said: dict[str, Any] = {name: form.get(name, "") for name in ("topic", "unit", "does", "then_unit")}
    said |= {"channel": channel, "then_does": does, "after": _number(form, "after")}
    said |= {"then_after": _number(form, "then_after") if does else 0, "per_hour": _number(form, "per_hour")}
    codes = [code for code, _name in settings.LANGUAGES]
    said["words"] = {
        kind: {code: text for code in codes if (text := form.get(f"{kind}-{code}", "").strip())} for kind in KINDS
    }
    return said


def _number(form: Mapping[str, str], name: str) -> int:
    text = form.get(name, "").strip()
    if not text.isdecimal() or len(text) > 4:
        raise Invalid(_("Give a whole number."), field=name)
    return int(text)
