"""A rule as a sentence, and a reason in words. The page's blanks stand in the same order as the sentence's parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cha.channels.registry import media
from cha.core.money import short_amount
from cha.resolutions.policy import names
from cha.resolutions.policy.case import Reason
from cha.resolutions.policy.rules import Ask, Cap, Grant, Rule, When

# A line that gives more than so many things is called by the first.
_NAMED: Final = 3


def sentence(rule: Rule, language: str) -> str:
    """A rule as people read it aloud: "For a late delivery, agents may give money back worth up to €50 without asking,
    at most 3 times a year for one person; leads up to €500. Above that they ask whoever may."
    """
    with override(language):
        return _capital(_said(rule, language))


def heading(rule: Rule, language: str) -> str:
    """A rule in a few words: "Give money back or make it again, for a late delivery"."""
    with override(language):
        acts = [names.may(kind) for kind in rule.remedies]
        if len(acts) > _NAMED:
            words = ngettext("%(act)s and %(num)s more", "%(act)s and %(num)s more", len(acts) - 1)
            acts = [words % {"act": acts[0], "num": len(acts) - 1}]
        about = _capital(names.either(acts))
        return ", ".join([about, *when_words(rule, language)])


def when_words(rule: Rule, language: str) -> list[str]:
    """Under which conditions it speaks, one a phrase; nothing for a rule that always does."""
    with override(language):
        when = rule.when
        phrases = [
            _("for %(what)s") % {"what": names.either(map(names.topic, when.topics))} if when.topics else "",
            _("by %(medium)s") % {"medium": names.either(map(_medium, when.media))} if when.media else "",
            _("for people in %(countries)s") % {"countries": names.either(when.countries)} if when.countries else "",
            *_order_words(when, rule.currency, language),
            _given_words(when),
            *_time_words(when),
            _("where %(expression)s") % {"expression": when.expression} if when.expression else "",
        ]
        return [phrase for phrase in phrases if phrase]


def grant_words(grant: Grant, currency: str, language: str) -> str:
    """Who may up to what: "leads up to €500", "agents who passed Making it right up to €200"."""
    with override(language):
        return _("%(who)s up to %(limit)s") % {
            "who": who_words(grant),
            "limit": _money(grant.up_to, currency, language),
        }


def who_words(grant: Grant) -> str:
    """Whom a grant names, with what they must have and have passed."""
    words = {"who": names.who(grant.who), "skill": grant.skill, "training": grant.training}
    if grant.skill and grant.training:
        return _("%(who)s who have %(skill)s and passed %(training)s") % words
    if grant.training:
        return _("%(who)s who passed %(training)s") % words
    return _("%(who)s who have %(skill)s") % words if grant.skill else words["who"]


def cap_words(cap: Cap, currency: str, language: str) -> list[str]:
    """What is the most, one a phrase."""
    with override(language):
        span = {"span": names.in_days(cap.person_days)}
        phrases = []
        if cap.times is not None:
            words = ngettext(
                "at most %(num)s time in %(span)s for one person", "at most %(num)s times in %(span)s for one person",
                cap.times,
            )  # fmt: skip
            phrases.append(words % {"num": cap.times, **span})
        for most, words in (
            (cap.person, _("at most %(most)s in %(span)s for one person")),
            (cap.conversation, _("no more than %(most)s for one conversation")),
            (cap.member_day, _("at most %(most)s a day for each member")),
            (cap.team_month, _("at most %(most)s a month for a team")),
        ):
            if most is not None:
                phrases.append(words % {"most": _money(most, currency, language), **span})
        return phrases


def ask_words(ask: Ask) -> str:
    """Who is asked above it, for how long, and then what."""
    minutes = ngettext("%(num)s minute", "%(num)s minutes", ask.minutes) % {"num": ask.minutes}
    return _("Above that they ask, and hear within %(minutes)s. If nobody answers, %(then)s.") % {
        "minutes": minutes,
        "then": then_words(ask.if_nobody),
    }


def then_words(code: str) -> str:
    """What happens when nobody answers."""
    return {
        "waits": _("we wait, and tell the person"),
        "stand_in": _("the next who may is asked"),
        "decides": _("whoever asked decides"),
    }.get(code, code)


def reason_words(reason: Reason, language: str) -> str:
    """A reason of a decision as a sentence."""
    with override(language):
        say = _REASONS.get(reason.code)
        return say(reason.facts, language) if say else reason.code


def _said(rule: Rule, language: str) -> str:
    when, acts = when_words(rule, language), names.either(map(names.may, rule.remedies))
    about = names.both(when)
    if rule.never:
        return _never_said(rule, about, acts)
    parts = [_granted_said(rule, acts, language)] if rule.grants else []
    if rule.shown:
        shown = names.both(map(names.shown, rule.shown))
        parts.append(_("%(what)s must be shown first") % {"what": shown})
    caps = cap_words(rule.cap, rule.currency, language)
    body = "; ".join(parts)
    if caps:
        body = ", ".join([body, *caps]) if parts else f"{acts}: {', '.join(caps)}"
    head = f"{about}, {body}" if about else body
    return f"{head}. {ask_words(rule.ask)}" if rule.grants else f"{head}."


def _granted_said(rule: Rule, acts: str, language: str) -> str:
    first, *rest = rule.grants
    words = {"who": who_words(first), "acts": acts, "limit": _money(first.up_to, rule.currency, language)}
    said = _("%(who)s may %(acts)s worth up to %(limit)s without asking") % words
    if not any(grant.up_to for grant in rule.grants):
        return _("%(who)s may %(acts)s without asking where it costs nothing") % words
    return "; ".join([said, *(grant_words(grant, rule.currency, language) for grant in rest)])


def _never_said(rule: Rule, about: str, acts: str) -> str:
    words = {"about": about, "acts": acts, "because": rule.because.rstrip("."), "instead": rule.instead.rstrip(".")}
    said = _("%(about)s, nobody may %(acts)s") % words if about else _("nobody may %(acts)s") % words
    if rule.because:
        said = _("%(said)s, because %(because)s") % {"said": said, **words}
    return _("%(said)s. Instead: %(instead)s.") % {"said": said, **words} if rule.instead else f"{said}."


def _order_words(when: When, currency: str, language: str) -> list[str]:
    days = ngettext("up to %(num)s day after the order", "up to %(num)s days after the order", when.order_days or 0)
    phrases = [days % {"num": when.order_days}] if when.order_days is not None else []
    if when.order_from is not None:
        phrases.append(_("for orders from %(amount)s") % {"amount": _money(when.order_from, currency, language)})
    return phrases


def _given_words(when: When) -> str:
    if when.given_at_most is None:
        return ""
    span = {"span": names.in_days(when.given_days), "num": when.given_at_most}
    if not when.given_at_most:
        return _("for people who were given nothing in %(span)s") % span
    words = ngettext(
        "for people who were given at most %(num)s thing in %(span)s",
        "for people who were given at most %(num)s things in %(span)s",
        when.given_at_most,
    )
    return words % span


def _time_words(when: When) -> list[str]:
    days = [str(names.DAYS[day - 1]) for day in when.weekdays if 1 <= day <= len(names.DAYS)]
    phrases = [_("on %(days)s") % {"days": names.both(days)}] if days else []
    if when.hours:
        phrases.append(_("from %(from)s to %(to)s o’clock") % {"from": when.hours[0], "to": when.hours[1]})
    return phrases


def _medium(name: str) -> str:
    known = media().get(name)
    return _(known.label).lower() if known else name


def _money(minor: int, currency: str, language: str) -> str:
    return short_amount(minor, currency, language) if currency else str(minor)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _of(words: Callable[[], str], *amounts: str) -> Callable[[Mapping[str, Any], str], str]:
    """A sentence with the facts of a reason in it; those called `amounts` as money."""

    def say(facts: Mapping[str, Any], language: str) -> str:
        money = {name: _money(facts[name], facts.get("currency", ""), language) for name in amounts}
        return words() % {**facts, **money, "span": names.in_days(facts.get("days", 0))}

    return say


def _never_reason(facts: Mapping[str, Any], _language: str) -> str:
    because = str(facts.get("because", "")).rstrip(".")
    return _("This is never given, because %(because)s.") % {"because": because} if because else _("Never given.")


def _limit_reason(facts: Mapping[str, Any], language: str) -> str:
    if not facts["limit"]:
        return _("Your role may not decide this alone.")
    return _("It is above your limit of %(limit)s.") % {"limit": _money(facts["limit"], facts["currency"], language)}


def _times_reason(facts: Mapping[str, Any], _language: str) -> str:
    words = ngettext(
        "They were given this %(so_far)s time in %(span)s. %(most)s is the most.",
        "They were given this %(so_far)s times in %(span)s. %(most)s is the most.",
        facts["so_far"],
    )
    return words % {**facts, "span": names.in_days(facts.get("days", 0))}


_REASONS: Final[dict[str, Callable[[Mapping[str, Any], str], str]]] = {
    "never": _never_reason,
    "no_rule": _of(lambda: _("No line of the policy speaks of this.")),
    "above_limit": _limit_reason,
    "times": _times_reason,
    "person": _of(lambda: _("They were given %(so_far)s in %(span)s. %(most)s is the most."), "so_far", "most"),
    "conversation": _of(
        lambda: _("They were given %(so_far)s in this conversation. %(most)s is the most."), "so_far", "most"
    ),
    "member_day": _of(lambda: _("You gave %(so_far)s today. %(most)s is the most a day."), "so_far", "most"),
    "team_month": _of(lambda: _("The team gave %(so_far)s this month, of %(most)s."), "so_far", "most"),
    "show": lambda facts, _language: _("They must show %(what)s first.") % {"what": names.shown(facts["what"])},
    "skill": _of(lambda: _("With the skill “%(name)s” you may decide up to %(up_to)s."), "up_to"),
    "training": _of(lambda: _("After the training “%(name)s” you may decide up to %(up_to)s."), "up_to"),
    "owner": lambda _facts, _language: _("Owners decide what is above every limit."),
    "unread": _of(
        lambda: _(
            "The condition of the line “%(rule)s” could not be worked out, so it grants nothing; "
            "what it forbids or caps still counts."
        )
    ),
}
