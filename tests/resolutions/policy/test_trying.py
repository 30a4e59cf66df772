"""A draft tried against the rows of the last 90 days."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from typing import Any

import pytest

from cha.config.commands import policy_show, policy_try
from cha.config.options import current
from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.clock import now
from cha.resolutions import trying
from cha.resolutions.authority import compiled_of
from cha.resolutions.models import Approval, Remedy
from cha.resolutions.trying import try_draft, try_rules
from cha.resolutions.versions import keep_draft
from tests.resolutions.policy.test_versions import lines
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def gave(shop: Shop, talk: Conversation, minor: int, *, days: int = 1, **more: Any) -> Remedy:
    """Maartje gave money back, so many days ago."""
    who = {"decided_by_kind": "member", "decided_by_id": shop.maartje.pk}
    row = Remedy(conversation=talk, person=talk.person, kind="refund", words="Money back", amount=minor, **who, **more)
    row.currency, row.decided_at = "EUR", now() - timedelta(days=days)
    row.save()
    return row


def asked(shop: Shop, talk: Conversation, minor: int, *, state: str = "yes", minutes: int = 30) -> Approval:
    """Maartje asked for it two days ago, and heard after so many minutes."""
    at = now() - timedelta(days=2)
    row = Approval(conversation=talk, person=talk.person, asked_by=shop.maartje, kind="refund", amount=minor)
    row.words, row.currency, row.state, row.asked_at = "Money back", "EUR", state, at
    row.answered_at = at + timedelta(minutes=minutes)
    row.save()
    return row


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Before the policy: once alone, once with a yes, once with a no, and once long ago."""
    talk = shop.adaeze_writes()
    gave(shop, talk, 2_000)
    gave(shop, talk, 8_000, days=2, approval=asked(shop, talk, 8_000))
    asked(shop, talk, 4_000, state="no")
    gave(shop, talk, 500, days=200)
    gave(shop, talk, 700, state=Remedy.State.TAKEN_BACK)
    return talk


def test_the_last_ninety_days_are_asked_again(shop: Shop, talk: Conversation) -> None:
    draft = keep_draft(lines(5_000), by=shop.priya)
    outcome = try_draft(draft)
    assert outcome is not None
    assert (outcome.cases, outcome.asked, outcome.freed, outcome.held) == (3, 2, 1, 0)
    assert outcome.freed_money == {"EUR": 4_000}
    assert outcome.waited == [60, 30]
    assert outcome.people == [talk.person_id]
    draft.refresh_from_db()
    assert try_draft(draft) == outcome


def test_what_was_given_long_ago_counts_for_caps(shop: Shop, talk: Conversation) -> None:
    draft = keep_draft(lines(9_000, cap={"times": 1}), by=shop.priya)
    outcome = try_draft(draft)
    assert outcome is not None
    assert (outcome.freed, outcome.held) == (0, 1)


def test_what_was_given_in_the_same_conversation_is_tried_too(shop: Shop, talk: Conversation) -> None:
    held = []
    for where in (talk, shop.adaeze_writes("Something else is wrong too.")):
        Remedy.objects.filter(amount=2_000).update(conversation=where)
        outcome = try_draft(keep_draft(lines(9_000, cap={"conversation": 9_000}), by=shop.priya))
        assert outcome is not None
        held.append(outcome.held)
    assert held == [1, 0]


def test_conditions_on_the_conversation_are_tried_too(shop: Shop, talk: Conversation) -> None:
    Conversation.objects.update(topic="damaged")
    Remedy.objects.update(topic="damaged")
    for when, freed in (
        ({"topics": ["damaged"], "media": ["email"]}, 2),
        ({"topics": ["wedding"]}, 0),
        ({"countries": ["BE"]}, 0),
        ({"order_days": 30}, 0),
        ({"expression": "given_amount < 700 && kind == 'refund'"}, 1),
    ):
        outcome = try_draft(keep_draft(lines(9_000, when=when), by=shop.priya))
        assert outcome is not None
        assert outcome.freed == freed, when


def test_many_are_tried_by_a_task_that_says_how_far_it_is(
    shop: Shop, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    monkeypatch.setattr(trying, "BATCH", 1)
    draft = keep_draft(lines(5_000), by=shop.priya)
    assert try_draft(draft) is None
    draft.refresh_from_db()
    assert draft.trial == {"done": 0, "of": 3}
    seen: list[tuple[int, int]] = []
    try_rules(compiled_of(draft), lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    worker.run_all()
    draft.refresh_from_db()
    outcome = try_draft(draft)
    assert outcome is not None
    assert outcome.freed == 1


def test_a_draft_that_is_written_anew_stops_its_trial(shop: Shop, talk: Conversation) -> None:
    draft = keep_draft(lines(5_000), by=shop.priya)
    trying.trial.work(draft.pk, (draft.made_at - timedelta(minutes=1)).isoformat())
    draft.refresh_from_db()
    assert draft.trial == {}
    assert try_rules(compiled_of(draft), lambda _done, _of: False) is not None, "fewer than a batch"


def test_the_command_line_shows_a_policy_and_tries_its_draft(
    shop: Shop, talk: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    options = current()
    assert policy_try.run(Namespace(version=None), options) == 1
    keep_draft(lines(5_000), by=shop.priya)
    assert policy_show.run(Namespace(version=None, draft=False), options) == 1
    assert policy_show.run(Namespace(version=None, draft=True), options) == 0
    assert policy_try.run(Namespace(version=None), options) == 0
    said = capsys.readouterr().out
    assert "Agents may give money back worth up to €50 without asking." in said
    assert "3 decisions, 1 on the spot; then 2\n1 more, €40; 0 fewer; 0 not at all" in said
