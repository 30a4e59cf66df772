"""The page of what we say and what happens: calibration in words, and placed for the plots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cha.language.times import span
from cha.promises.calibration import Calibration, Verdict, WayIn, calibration
from cha.workspace.calibration.plots import ByWay, Hour, Sure, hour_plot, sure_plot, sure_x, sure_y, way_plot

SPANS: Final = {"week": 7, "month": 28, "quarter": 91}
SHORTEST: Final = timedelta(minutes=1)


def page(at: datetime, chosen: str) -> dict[str, Any]:
    """What the template shows of the last week, four weeks or quarter up to a moment."""
    chosen = chosen if chosen in SPANS else "month"
    since = at - timedelta(days=SPANS[chosen])
    found = calibration(since, at)
    before = calibration(since - (at - since), since)
    hours = [Hour(one.hour, round(one.said, 1), round(one.took, 1), one.n) for one in found.hours]
    return {
        "found": found,
        "span": chosen,
        "spans": [(key, words) for key, words in _spans().items()],
        "held_of_ten": tenths(found.held),
        "said_of_ten": tenths(found.share),
        "verdict": sentence(found),
        "went": _went(found, before),
        "ways": [(way, verdict_words(way.verdict)) for way in found.ways],
        "way_plot": way_plot([_placed(way) for way in found.ways]),
        "dots": sure_plot([Sure(*one) for one in found.sure]),
        "sure_x": sure_x,
        "sure_y": sure_y,
        "hour_plot": hour_plot(hours),
        "advice": advice,
        "minutes": minutes,
    }


def minutes(value: float) -> str:
    """Open minutes, as they are said: "4 minutes", "1 h 10"."""
    return span(max(timedelta(minutes=round(value)), SHORTEST), get_language() or "en")


def tenths(share: float) -> str:
    """A share as so many in ten: "8.7", "9"."""
    value = round(share * 10, 1)
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def sentence(found: Calibration) -> tuple[str, str]:
    """How honest it is, in a few words; and which ways in are not as they say."""
    if not found.n:
        return "", ""
    apart = found.held - found.share
    if abs(apart) <= 0.02:
        said = _("We say it as it is.")
    elif apart < 0:
        said = _("We are a little too sure.") if apart > -0.08 else _("We promise more than we hold.")
    else:
        said = _("We are quicker than we say.")
    return said, " ".join(words for way in found.ways if (words := _aside(way)))


def verdict_words(found: Verdict) -> str:
    """What a way in is, beside its plot."""
    words = {"hopeful": _("too hopeful"), "as_said": _("as said"), "better": _("better"), "few": _("too few to tell")}
    return words[found]


def advice(way: WayIn) -> str:
    """What to do about a way in; "" where nothing is to be done."""
    if way.verdict == "hopeful":
        return _(
            "It says %(said)s and nine in ten have their answer in %(high)s. The forecast has learned it and says "
            "longer by itself; somebody who looks there more often makes it shorter."
        ) % {"said": minutes(way.said), "high": minutes(way.high)}
    if way.verdict == "better":
        return _("It is quicker than it says. Leave it alone: nobody minds.")
    return ""


def _aside(way: WayIn) -> str:
    name = way.channel.name
    if way.verdict == "hopeful":
        values = {"name": name, "said": minutes(way.said), "took": minutes(way.high)}
        return _("%(name)s says %(said)s and needs %(took)s.") % values
    if way.verdict == "better":
        return _("%(name)s is quicker than it says.") % {"name": name}
    return ""


def _placed(way: WayIn) -> ByWay:
    return ByWay(way.channel.name, way.said, way.low, way.middle, way.high, way.n, way.held, way.verdict)


def _went(found: Calibration, before: Calibration) -> str:
    """How the share moved since the stretch of time before; "" where there is nothing to compare."""
    if not before.n or not found.n:
        return ""
    now, then = round(found.held * 100), round(before.held * 100)
    if now == then:
        return _("as before")
    return (_("up from %(share)s") if now > then else _("down from %(share)s")) % {"share": then}


def _spans() -> dict[str, str]:
    return {"week": _("Last week"), "month": _("Last 4 weeks"), "quarter": _("Last 3 months")}


def told_ways(ways: Sequence[tuple[WayIn, str]]) -> str:
    """The plot by way in, for whoever hears it."""
    lines = [f"{way.channel.name}: {words}." for way, words in ways]
    count = ngettext("%(num)s way in.", "%(num)s ways in.", len(ways)) % {"num": len(ways)}
    return " ".join([count, *lines, _("The table below holds every value.")])
