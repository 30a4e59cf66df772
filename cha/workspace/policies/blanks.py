"""The blanks of a rule: its values as a form shows them, and a form as a rule. What cannot be read is said beside it.

On the page of all decisions a blank is named after its rule ("late.up_to-0"); what is not there stays as it is. On the
page of one rule (`whole`) everything is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.core.ids import decode, encode
from cha.core.money import is_code, minor_units, plain_amount
from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When

GRANTS: Final = 5
_SIGNS: Final = "€£$¥ \xa0\u202f"


def values(rule: Rule) -> dict[str, Any]:
    """A rule as the blanks of its page show it. Amounts as people type them: "50", "9.50"."""
    when, cap, ask = rule.when, rule.cap, rule.ask
    form: dict[str, Any] = {**asdict(when), **{f"cap_{name}": value for name, value in asdict(cap).items()}}
    form |= {"remedies": rule.remedies, "currency": rule.currency, "shown": rule.shown, "never": rule.never}
    form |= {"because": rule.because, "instead": rule.instead, "countries": ", ".join(when.countries)}
    form |= {"hours_from": when.hours[0] if when.hours else "", "hours_to": when.hours[1] if when.hours else ""}
    form |= {"ask": [encode(member) for member in ask.members], "minutes": ask.minutes, "if_nobody": ask.if_nobody}
    for name in ("order_from", "cap_person", "cap_member_day", "cap_team_month", "cap_conversation"):
        form[name] = amount(form[name], rule.currency)
    grants = [*rule.grants, *[Grant("", -1)] * GRANTS][:GRANTS]
    for place, grant in enumerate(grants):
        form[f"who-{place}"], form[f"up_to-{place}"] = grant.who, amount(grant.up_to, rule.currency)
        form[f"training-{place}"], form[f"skill-{place}"] = grant.training, grant.skill
    return {name: "" if value is None else value for name, value in form.items()}


def typed(post: QueryDict) -> dict[str, Any]:
    """What was typed, as `values` gives it, for a form that is shown again."""
    many = ("remedies", "topics", "media", "weekdays", "ask", "shown")
    form: dict[str, Any] = {name: post.get(name, "") for name in post}
    form |= {name: post.getlist(name) for name in many}
    return form | {"weekdays": [int(day) for day in form["weekdays"] if day.isdecimal()]}


def amount(minor: int | None, currency: str) -> str:
    """An amount as it stands in a blank: without noughts behind the point."""
    if minor is None or minor < 0 or not is_code(currency):
        return ""
    whole, _point, rest = plain_amount(minor, currency).partition(".")
    return f"{whole}.{rest}" if rest.strip("0") else whole


class Blanks:
    """A form being read: what of it is wrong is kept by the name of its blank."""

    def __init__(self, post: QueryDict, prefix: str = "") -> None:
        self._post, self._prefix = post, prefix
        self.wrong: dict[str, str] = {}

    def rule(self, rule: Rule, *, whole: bool = False) -> Rule:
        """The rule with what the form says."""
        if whole:
            rule = self._whole(rule)
        grants = tuple(self._grants(rule, whole=whole))
        ask = replace(rule.ask, minutes=self._number("minutes", rule.ask.minutes) or 0)
        ask = replace(ask, if_nobody=self._text("if_nobody", ask.if_nobody), members=self._asked(ask, whole=whole))
        cap = replace(rule.cap, person_days=self._number("cap_person_days", rule.cap.person_days) or 0)
        cap = replace(cap, times=self._number("cap_times", cap.times))
        for name in ("person", "member_day", "team_month", "conversation"):
            most: dict[str, Any] = {name: self._money(f"cap_{name}", getattr(cap, name), rule.currency)}
            cap = replace(cap, **most)
        return replace(rule, grants=grants, ask=ask, cap=cap)

    def _whole(self, rule: Rule) -> Rule:
        currency = self._text("currency", rule.currency).upper()
        hours = self._number("hours_from", None), self._number("hours_to", None)
        when = When(
            topics=self._all("topics"),
            media=self._all("media"),
            countries=tuple(self._text("countries", "").upper().replace(",", " ").split()),
            order_days=self._number("order_days", None),
            order_from=self._money("order_from", None, currency),
            given_at_most=self._number("given_at_most", None),
            given_days=self._number("given_days", None) or 365,
            weekdays=tuple(int(day) for day in self._all("weekdays") if day.isdecimal()),
            hours=None if hours == (None, None) else (hours[0] or 0, 24 if hours[1] is None else hours[1]),
            expression=self._text("expression", ""),
        )
        return replace(
            rule,
            remedies=self._all("remedies"),
            currency=currency,
            when=when,
            cap=Cap(),
            ask=Ask(),
            shown=self._all("shown"),
            never=bool(self._all("never")),
            because=self._text("because", ""),
            instead=self._text("instead", ""),
        )

    def _grants(self, rule: Rule, *, whole: bool) -> Sequence[Grant]:
        if not whole:
            return [self._grant(place, grant, rule.currency) for place, grant in enumerate(rule.grants)]
        rows = (self._grant(place, Grant("", -1), rule.currency) for place in range(GRANTS))
        return [grant for grant in rows if grant.who]

    def _grant(self, place: int, grant: Grant, currency: str) -> Grant:
        who = self._text(f"who-{place}", grant.who)
        up_to = self._money(f"up_to-{place}", grant.up_to, currency)
        if who and up_to is None and f"up_to-{place}" not in self.wrong:
            self._say(f"up_to-{place}", _("Up to how much? Write an amount, such as 50."))
        training, skill = self._text(f"training-{place}", grant.training), self._text(f"skill-{place}", grant.skill)
        return Grant(who, up_to or 0, " ".join(skill.split()), " ".join(training.split()))

    def _asked(self, ask: Ask, *, whole: bool) -> tuple[int, ...]:
        """Who is asked: on the page of all decisions one choice, on a rule's own page any number."""
        if not whole and self._prefix + "ask" not in self._post:
            return ask.members
        found = [key for choice in self._all("ask") for key in choice.split(",") if key]
        try:
            return tuple(decode(key) for key in found)
        except ValueError:
            self._say("ask", _("Choose who is asked from the list."))
            return ask.members

    def _all(self, name: str) -> tuple[str, ...]:
        return tuple(self._post.getlist(self._prefix + name))

    def _text(self, name: str, before: str) -> str:
        return str(self._post.get(self._prefix + name, before)).strip()

    def _number(self, name: str, before: int | None) -> int | None:
        text = self._text(name, "" if before is None else str(before))
        if not text:
            return None
        digits = text.removeprefix("-")
        if not digits.isdecimal() or not digits.isascii() or len(digits) > 9:
            self._say(name, _("Write a whole number, such as 3."))
            return before
        return int(text)

    def _money(self, name: str, before: int | None, currency: str) -> int | None:
        if self._prefix + name not in self._post:
            return before
        text = self._text(name, "").strip(_SIGNS)
        if not text:
            return None
        try:
            return read_amount(text, currency)
        except ValueError:
            if is_code(currency):
                self._say(name, _("Write an amount, such as 50 or 9.50."))
            else:
                self._say("currency", _("An amount is in a currency. Choose one."))
            return before

    def _say(self, name: str, words: str) -> None:
        self.wrong.setdefault(self._prefix + name, words)


def read_amount(text: str, currency: str) -> int:
    """ "1,250" and "1.250,50" as minor units too: the last point or comma with one or two digits behind it is the
    decimal one, others stand between thousands. Raises ValueError.
    """
    if not is_code(currency):
        raise ValueError("no currency")
    plain = "".join(text.split())
    head, mark, tail = plain, "", ""
    cut = max(plain.rfind("."), plain.rfind(","))
    if cut >= 0 and len(plain) - cut - 1 in (1, 2):
        head, mark, tail = plain[:cut], ".", plain[cut + 1 :]
    groups = head.replace(",", ".").split(".")
    if len(groups) > 1 and not (groups[0].removeprefix("-") and all(len(group) == 3 for group in groups[1:])):
        raise ValueError("no amount")
    return minor_units("".join(groups) + mark + tail, currency)
