"""Time-based rules: "waiting on them for 3 days → one kind nudge, 4 more → put aside with a farewell".

A rule is off until somebody switches it on, and counts for what begins to wait from then on; what waits already is
touched only when that is asked for, so many an hour. A run is one conversation on its way through a rule: it begins
with an answer of a member's, and ends with any word of the person's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from cha.channels.models import Channel
from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models.member import must_manage

MOST_DAYS: Final = 365
LONGEST: Final = 2000


class TimeRule(models.Model):
    """One rule: for which conversations, after how long, what; and after how much longer, what then.

    `unit` is whole days on the house's clock, or hours in which the channel is open. `words` are the house's own:
    {"nudge": {"en": …}, "farewell": {…}}; a language that has none gets the usual ones. `per_hour` is how many of
    those that waited already may be reached in an hour. `on_at`: since when it is on.
    """

    class Unit(models.TextChoices):
        DAYS = "days"
        HOURS = "hours", "open hours"

    class Does(models.TextChoices):
        NUDGE = "nudge", "write one kind word"
        REMIND = "remind", "remind whoever looks after it"
        ASIDE = "aside", "put it aside with a farewell"

    id = IdField()
    topic = models.CharField(max_length=32, blank=True)
    channel = models.ForeignKey(Channel, models.CASCADE, null=True, related_name="time_rules")
    after = models.SmallIntegerField(default=3)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.DAYS)
    does = models.CharField(max_length=8, choices=Does.choices, default=Does.NUDGE)
    then_after = models.SmallIntegerField(default=0)
    then_unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.DAYS)
    then_does = models.CharField(max_length=8, choices=Does.choices, blank=True)
    words = models.JSONField(default=dict)
    per_hour = models.SmallIntegerField(default=30)
    on_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.after} {self.unit}: {self.does}"

    @property
    def actor(self) -> Actor:
        """Who does what the rule does."""
        return Actor("rule", self.pk)

    def fits(self, topic: str, channel_id: int | None) -> bool:
        """Whether it is about such a conversation. Pure."""
        return self.topic in ("", topic) and self.channel_id in (None, channel_id)

    def step(self, number: int) -> tuple[int, str, str]:
        """How long after the one before, its unit, and what is done, for step 1 or 2."""
        return (self.after, self.unit, self.does) if number == 1 else (self.then_after, self.then_unit, self.then_does)


class RuleRun(models.Model):
    """One conversation's wait under a rule. `since` is our last word, `at` when its next step is, `step` which one.

    `why` it stopped, in a code: answered, closed, promised, off, member, joined. `nudged_at`: when it was written to.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        STOPPED = "stopped"

    id = IdField()
    rule = models.ForeignKey(TimeRule, models.CASCADE, related_name="runs")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="rule_runs")
    since = models.DateTimeField()
    at = models.DateTimeField()
    step = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=12, blank=True)
    nudged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A conversation is on its way through one rule at most.
            models.UniqueConstraint(
                fields=["conversation"], name="rule_run_waiting", condition=models.Q(state="waiting")
            ),
        ]
        indexes = [
            # What is coming, soonest first.
            models.Index(fields=["at"], name="rule_run_coming", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"step {self.step} at {self.at:%Y-%m-%d %H:%M}"


def rules_on() -> list[TimeRule]:
    """The rules that count now: the narrowest first (a channel and a topic, a topic, a channel, any)."""
    return sorted(_on(), key=lambda rule: (not rule.topic, rule.channel_id is None, rule.pk))


@asked()
def _on() -> models.QuerySet[TimeRule]:
    return TimeRule.objects.filter(on_at__isnull=False)


def run_of(conversation_id: int) -> RuleRun | None:
    """The run that a conversation is on, with its rule."""
    return next(iter(_running(conversation_id)), None)


@asked(int)
def _running(conversation: int) -> models.QuerySet[RuleRun]:
    return RuleRun.objects.filter(conversation_id=conversation, state="waiting").select_related("rule")


@verb
def keep_rule(rule: TimeRule | None, *, by: Acting | Actor, **said: Any) -> TimeRule:
    """Write a rule, or change one: what is under way keeps its times. `said` are its columns.

    Raises Refused unless `by` manages, Invalid with the field that is wrong.
    """
    must_manage(by)
    row = TimeRule.objects.select_for_update().get(pk=rule.pk) if rule else TimeRule()
    for name in ("topic", "channel", "after", "unit", "does", "then_after", "then_unit", "then_does", "words"):
        if name in said:
            setattr(row, name, said[name])
    row.per_hour = int(said.get("per_hour", row.per_hour))
    _check(row)
    row.save()
    record("time_rule.kept", by=by, on=row)
    return row


@verb
def switch_rule(rule: TimeRule, on: bool, *, by: Acting | Actor, old: bool = False) -> TimeRule:
    """Let it count from now on, or no more. With `old` it counts for what waits already, too, so many an hour."""
    must_manage(by)
    row = TimeRule.objects.select_for_update().get(pk=rule.pk)
    if bool(row.on_at) == on and not old:
        return row
    row.on_at = (row.on_at or now()) if on else None
    row.save(update_fields=["on_at"])
    if not on:
        RuleRun.objects.filter(rule=row, state=RuleRun.State.WAITING).update(state=RuleRun.State.STOPPED, why="off")
    record("time_rule.switched_on" if on else "time_rule.switched_off", by=by, on=row, old=old)
    return row


@verb
def delete_rule(rule: TimeRule, *, by: Acting | Actor) -> None:
    """Forget a rule, and all that was to come of it."""
    must_manage(by)
    record("time_rule.deleted", by=by, on=rule)
    rule.delete()


def _check(rule: TimeRule) -> None:
    for name, amount in (("after", rule.after), ("then_after", rule.then_after)):
        if not (1 if name == "after" else 0) <= amount <= MOST_DAYS:
            raise Invalid(_("Give a number from 1 to %(most)s.") % {"most": MOST_DAYS}, field=name)
    if rule.does not in TimeRule.Does.values or rule.unit not in TimeRule.Unit.values:
        raise Invalid(_("Choose what happens."), field="does")
    if not rule.then_does:
        rule.then_after = 0
    elif not rule.then_after:
        raise Invalid(_("Say how much longer we wait."), field="then_after")
    elif rule.then_does not in TimeRule.Does.values or rule.then_unit not in TimeRule.Unit.values:
        raise Invalid(_("Choose what happens then."), field="then_does")
    if rule.does == rule.then_does == TimeRule.Does.NUDGE:
        raise Invalid(_("One kind word is enough: a second one pushes."), field="then_does")
    if rule.does == TimeRule.Does.ASIDE and rule.then_does:
        raise Invalid(_("What is put aside is over. Nothing comes after it."), field="then_does")
    if not 1 <= rule.per_hour <= 1000:
        raise Invalid(_("Give a number from 1 to 1000."), field="per_hour")
    _check_words(rule.words)


def _check_words(words: Mapping[str, Mapping[str, str]]) -> None:
    for kind, by_language in words.items():
        for language, text in by_language.items():
            if len(text) > LONGEST:
                raise Invalid(_("That is long. Say it in fewer words."), field=f"{kind}-{language}")
