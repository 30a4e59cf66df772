"""Steps of a macro: what one may say, and its moments once they are known. Pure: values and a clock in, values out.

A step is JSON: `act`, and what that act needs. Until it is shown its times are relative (`hours`, `morning`,
`minutes` of open time); `timed` makes moments of them, so that what was read is what is done.

    say, note   text             give    member or team (ids), or me       check   items
    tag, untag  tags             later   hours, or morning                 right, spam
    topic       topic            promise words, minutes                    fill    key, value
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.core.hours import Hours, add, next_opening

Step = dict[str, Any]

MOST: Final = 20
LONGEST_WAIT: Final = 24 * 90
_MORNING: Final = time(9)


def read_steps(steps: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Steps as they are kept: only what each act needs. Raises Invalid, its field `step-1` for the second one."""
    found = []
    for place, step in enumerate(steps):
        act = str(step.get("act", ""))
        if act not in READERS:
            raise Invalid(_("Choose what this step does."), field=f"step-{place}")
        try:
            found.append({"act": act, **READERS[act](step)})
        except Invalid as error:
            raise Invalid(error.sentence, field=f"step-{place}") from error
    if not found:
        raise Invalid(_("There are no steps yet. Add the first one."), field="steps")
    if len(found) > MOST:
        raise Invalid(_("That are more than %(most)s steps. Nobody reads so many.") % {"most": MOST}, field="steps")
    return found


def timed(step: Mapping[str, Any], at: datetime, hours: Hours) -> Step:
    """The step with the moments it means now (aware): `until` for later, `by` for a promise; none when never open."""
    found = dict(step)
    if step["act"] == "later":
        moment = _morning(at, hours) if step.get("morning") else at + timedelta(hours=int(step["hours"]))
        found["until"] = moment.isoformat(timespec="seconds") if moment else ""
    if step["act"] == "promise":
        due = add(hours, at, timedelta(minutes=int(step["minutes"])))
        found["by"] = due.isoformat(timespec="seconds") if due else ""
    return found


def _morning(at: datetime, hours: Hours) -> datetime | None:
    """Tomorrow at nine, or when the house opens after that."""
    zone = ZoneInfo(hours.zone)
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return next_opening(hours, datetime.combine(tomorrow, _MORNING, zone))


def _text(step: Mapping[str, Any]) -> Step:
    text = str(step.get("text", "")).strip()
    if not text:
        raise Invalid(_("There are no words yet. Write what you would say."))
    return {"text": text[:20_000]}


def _words(said: Any, most: int) -> list[str]:
    lines = said.splitlines() if isinstance(said, str) else list(said or ())
    return list(dict.fromkeys(" ".join(str(line).split())[:most] for line in lines if str(line).strip()))


def _tags(step: Mapping[str, Any]) -> Step:
    tags = _words(step.get("tags"), 40)
    if not tags:
        raise Invalid(_("Name at least one tag."))
    return {"tags": tags[:20]}


def _items(step: Mapping[str, Any]) -> Step:
    items = _words(step.get("items"), 200)
    if not items:
        raise Invalid(_("Write what is to be done, one thing a line."))
    return {"items": items[:40]}


def _give(step: Mapping[str, Any]) -> Step:
    for name in ("me", "member", "team"):
        if step.get(name):
            return {name: True if name == "me" else int(step[name])}
    raise Invalid(_("Choose who looks after it."))


def _topic(step: Mapping[str, Any]) -> Step:
    if not step.get("topic"):
        raise Invalid(_("Choose what it is about."))
    return {"topic": str(step["topic"])[:32]}


def _later(step: Mapping[str, Any]) -> Step:
    if step.get("morning"):
        return {"morning": True}
    return {"hours": _number(step.get("hours"), LONGEST_WAIT, _("Say in how many hours it comes back."))}


def _promise(step: Mapping[str, Any]) -> Step:
    words = " ".join(str(step.get("words", "")).split())
    if not words:
        raise Invalid(_("Say what you promise, in a few words."))
    amiss = _("Say within how many minutes of open time.")
    return {"words": words[:200], "minutes": _number(step.get("minutes"), LONGEST_WAIT * 60, amiss)}


def _fill(step: Mapping[str, Any]) -> Step:
    key, value = str(step.get("key", "")), str(step.get("value", "")).strip()
    if not key or not value:
        raise Invalid(_("Choose a field, and say what goes into it."))
    return {"key": key[:40], "value": value[:300]}


def _number(said: Any, most: int, amiss: str) -> int:
    try:
        number = int(str(said).strip())
    except ValueError as error:
        raise Invalid(amiss) from error
    if not 0 < number <= most:
        raise Invalid(amiss)
    return number


READERS: Final[dict[str, Callable[[Mapping[str, Any]], Step]]] = {
    "say": _text,
    "note": _text,
    "give": _give,
    "tag": _tags,
    "untag": _tags,
    "topic": _topic,
    "later": _later,
    "promise": _promise,
    "fill": _fill,
    "check": _items,
    "right": lambda _step: {},
    "spam": lambda _step: {},
}
