"""Settings, Who may decide what: sentences with blanks, tried and saved; without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cha.core.clock import now
from cha.core.ids import encode
from cha.resolutions.models.policy import PolicySet, newest_version, policy_in_force, the_draft
from cha.resolutions.models.unlock import Unlock, give_unlock
from cha.resolutions.policy.rules import rule_from
from cha.resolutions.versions import go_live, keep_draft, mark
from cha.workspace.policies.blanks import read_amount
from tests.resolutions.policy.test_trying import asked, gave
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "/settings/policy"
LINE: dict[str, Any] = {
    "key": "late",
    "remedies": ["refund"],
    "when": {"topics": ["late_delivery"]},
    "grants": [{"who": "agent", "up_to": 5000}, {"who": "lead", "up_to": 50000}],
    "cap": {"times": 3},
}
RULE = {
    "remedies": ["voucher"], "currency": "EUR", "who-0": "agent", "up_to-0": "9,50", "cap_person_days": "365",
    "minutes": "10", "if_nobody": "waits",
}  # fmt: skip


@pytest.fixture
def priya(shop: Shop) -> Client:
    go_live(keep_draft([LINE], by=shop.priya), by=shop.priya, why="To begin with")
    return signed_in(shop.priya)


def read(browser: Client, place: str = PLACE) -> str:
    response = browser.get(place)
    assert response.status_code == 200
    return response.content.decode()


def seen() -> str:
    return mark(the_draft(), newest_version())


def test_a_shop_without_lines_begins_with_what_is_proposed(shop: Shop) -> None:
    browser = signed_in(shop.priya)
    assert "owners decide everything" in read(browser)
    assert browser.post(f"{PLACE}/beginning").status_code == 303
    page = read(browser)
    assert "Not saved yet" in page
    assert policy_in_force() is None
    response = browser.post(f"{PLACE}/live", {"seen": seen(), "why": "To begin with", "starts": "now"})
    assert response["Location"] == f"{PLACE}?saved"
    live = policy_in_force()
    assert live is not None
    assert len(live.rules) == 5


def test_only_managers_see_and_change_it(shop: Shop) -> None:
    browser = signed_in(shop.maartje)
    assert browser.get(PLACE).status_code == 403
    for place in ("draft", "live", "undo", "beginning", "unlocks", "lines/new", "lines/late/removal", "versions/1"):
        assert browser.post(f"{PLACE}/{place}").status_code == 403, place


def test_the_first_line_is_a_sentence_whose_blanks_are_kept(priya: Client, shop: Shop) -> None:
    page = read(priya)
    assert "For a late delivery," in page
    assert 'name="late.up_to-0" value="50"' in page
    form = {"seen": seen(), "late.up_to-0": "80", "late.up_to-1": "600", "late.cap_times": "", "late.minutes": "30"}
    assert priya.post(f"{PLACE}/draft", form)["Location"] == PLACE
    draft = the_draft()
    assert draft is not None
    rule = rule_from(draft.rules[0])
    assert [grant.up_to for grant in rule.grants] == [8000, 60000]
    assert (rule.cap.times, rule.ask.minutes, rule.when.topics) == (None, 30, ("late_delivery",))
    page = read(priya)
    assert "goes from €50 to €80 for agents: 2 people." in page
    assert "Not saved yet" in page


def test_what_it_would_have_changed_is_said_before_it_counts(priya: Client, shop: Shop) -> None:
    talk = shop.adaeze_writes()
    gave(shop, talk, 2_000, topic="late_delivery")
    approval = asked(shop, talk, 8_000)
    gave(shop, talk, 8_000, approval=approval, topic="late_delivery")
    priya.post(f"{PLACE}/draft", {"seen": seen(), "late.up_to-0": "80"})
    page = read(priya)
    assert "It would have allowed 1 more on the spot, €80." in page
    assert "Would not have waited: Adaeze Nwosu" in page
    assert "<s>1</s> <b>2</b> of 2" in page
    priya.post(f"{PLACE}/draft", {"seen": seen(), "late.up_to-0": "1"})
    assert "1 fewer: a yes comes first." in read(priya)


def test_it_counts_from_monday_with_a_reason(priya: Client, shop: Shop) -> None:
    form = {"seen": seen(), "late.up_to-0": "80", "starts": "monday"}
    response = priya.post(f"{PLACE}/live", form)
    assert response.status_code == 422
    assert 'id="why-error"' in response.content.decode()
    response = priya.post(f"{PLACE}/live", {**form, "seen": seen(), "why": "You rarely needed to ask."})
    assert response["Location"] == f"{PLACE}?saved"
    live = newest_version()
    assert live is not None
    assert live.starts_at is not None
    assert live.number == 2
    assert timedelta(0) < live.starts_at - now() <= timedelta(days=7)
    assert "Version 2 counts from" in read(priya)
    assert priya.post(f"{PLACE}/undo")["Location"] == PLACE
    newest = newest_version()
    assert newest is not None
    assert newest.number == 1


@pytest.mark.parametrize(
    ("blank", "value", "says"),
    [
        ("late.up_to-0", "-1", "nought or more"),
        ("late.up_to-0", "fifty", "Write an amount"),
        ("late.up_to-0", "", "Up to how much?"),
        ("late.cap_times", "often", "whole number"),
        ("late.minutes", "0", "how many minutes"),
        ("late.who-0", "chief", "no role here"),
        ("late.ask", "zzz", "from the list"),
        ("late.ask", encode(12345), "not here any more"),
    ],
)
def test_what_cannot_be_is_said_beside_its_blank_and_kept(priya: Client, blank: str, value: str, says: str) -> None:
    response = priya.post(f"{PLACE}/draft", {"seen": seen(), "late.up_to-1": "777", blank: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="{blank}-error"' in page
    assert says in page
    assert 'name="late.up_to-1" value="777"' in page
    assert the_draft() is None


def test_of_two_who_write_at_once_the_second_is_told(priya: Client, shop: Shop) -> None:
    before = seen()
    priya.post(f"{PLACE}/draft", {"seen": before, "late.up_to-0": "80"})
    response = priya.post(f"{PLACE}/draft", {"seen": before, "late.up_to-0": "90"}, follow=True)
    assert "Priya changed this a moment ago" in response.content.decode()
    draft = the_draft()
    assert draft is not None
    assert draft.rules[0]["grants"][0]["up_to"] == 8000


def test_what_somebody_else_wrote_meanwhile_does_not_go_live_unseen(priya: Client, shop: Shop) -> None:
    before = seen()
    keep_draft([LINE, {**LINE, "key": "another"}], by=shop.priya)
    response = priya.post(f"{PLACE}/live", {"seen": before, "why": "Trust", "starts": "now"}, follow=True)
    assert "Priya changed this a moment ago" in response.content.decode()
    newest = newest_version()
    assert newest is not None
    assert newest.number == 1


def test_a_line_is_added_changed_and_taken_out(priya: Client, shop: Shop) -> None:
    assert "A new decision" in read(priya, f"{PLACE}/lines/new")
    more = {"topics": ["damaged"], "media": ["email"], "countries": "be nl", "weekdays": ["6", "7"], "hours_from": "9"}
    more |= {"hours_to": "17", "expression": "amount < 2000", "shown": ["photo"], "who-1": "lead", "up_to-1": "1.250"}
    more |= {"cap_conversation": "75,50"}
    response = priya.post(f"{PLACE}/lines/new", {**RULE, **more, "seen": seen(), "ask": [encode(shop.priya.pk)]})
    assert response["Location"] == PLACE
    draft = the_draft()
    assert draft is not None
    rule = rule_from(draft.rules[1])
    assert [grant.up_to for grant in rule.grants] == [950, 125000]
    assert (rule.when.countries, rule.when.hours, rule.ask.members) == (("BE", "NL"), (9, 17), (shop.priya.pk,))
    assert rule.cap.conversation == 7550
    page = read(priya, f"{PLACE}/lines/{rule.key}")
    for value in ("9.50", "1250", "75.50", "BE, NL", "amount &lt; 2000"):
        assert f'value="{value}"' in page
    assert "Give a voucher, for something damaged" in read(priya)
    never = {"remedies": ["voucher"], "currency": "", "never": "1", "because": "the law says so", "seen": seen()}
    assert priya.post(f"{PLACE}/lines/{rule.key}", {**never, "minutes": "10", "if_nobody": "waits"}).status_code == 303
    draft.refresh_from_db()
    assert rule_from(draft.rules[1]).never
    priya.post(f"{PLACE}/lines/{rule.key}/removal", {"seen": seen()})
    draft.refresh_from_db()
    assert len(draft.rules) == 1
    assert priya.get(f"{PLACE}/lines/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("blank", "value"),
    [
        ("up_to-0", "-1"), ("currency", "USD"), ("currency", ""), ("topics", "stars"), ("hours_from", "20"),
        ("expression", "amont > 3"), ("countries", "Belgium"), ("remedies", ""), ("who-0", ""), ("minutes", "soon"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_said_beside_its_blank(priya: Client, blank: str, value: str) -> None:
    form = {**RULE, "hours_to": "17", "seen": seen(), blank: value}
    response = priya.post(f"{PLACE}/lines/new", form)
    assert response.status_code == 422
    assert f'id="f-{blank}-error"' in response.content.decode()
    assert the_draft() is None


def test_conflicts_and_gaps_are_said_in_words(priya: Client, shop: Shop) -> None:
    never = {"key": "never", "remedies": ["refund"], "currency": "", "never": True}
    keep_draft([LINE, never], by=shop.priya)
    page = read(priya)
    assert "is given to nobody" in page
    assert "No line says who may" in page


def test_versions_say_who_when_why_and_what(priya: Client, shop: Shop) -> None:
    priya.post(f"{PLACE}/live", {"seen": seen(), "late.up_to-0": "80", "why": "Trust", "starts": "now"})
    page = read(priya, f"{PLACE}/versions")
    for words in (
        "Version 2",
        "Counts now",
        "Trust",
        "goes from €50 to €80",
        "New: Give money back, for a late",
    ):
        assert words in page
    assert priya.post(f"{PLACE}/versions/1", {"why": ""}).status_code == 422
    assert priya.post(f"{PLACE}/versions/1", {"why": "Too much"})["Location"] == f"{PLACE}/versions?saved"
    force = policy_in_force()
    assert force is not None
    assert (force.number, force.rules[0]["grants"][0]["up_to"]) == (3, 5000)
    assert priya.post(f"{PLACE}/versions/99", {"why": "Too much"}).status_code == 404


def test_a_training_is_noted_by_hand(priya: Client, shop: Shop) -> None:
    keep_draft([{**LINE, "grants": [{"who": "agent", "up_to": 900, "training": "Care"}]}], by=shop.priya)
    page = read(priya)
    assert "Nobody yet" in page
    assert "0 of 2 can decide this today." in page
    form = {"member": encode(shop.maartje.pk), "kind": "training", "name": "Care"}
    assert priya.post(f"{PLACE}/unlocks", form).status_code == 303
    assert Unlock.objects.get().member == shop.maartje
    assert "1 of 2 can decide this today." in read(priya)
    priya.post(f"{PLACE}/unlocks", {**form, "has": "1"})
    assert not Unlock.objects.exists()
    assert priya.post(f"{PLACE}/unlocks", {**form, "member": "zz"}).status_code == 404


def test_the_page_asks_the_database_so_many_times(
    priya: Client, shop: Shop, django_assert_max_num_queries: Any
) -> None:
    give_unlock(shop.maartje, "training", "Care", by=shop.priya)
    for number in range(6):
        draft = keep_draft([{**LINE, "key": f"line-{n}"} for n in range(number + 1)], by=shop.priya)
        go_live(draft, by=shop.priya, why="More")
    read(priya)
    with django_assert_max_num_queries(26):
        read(priya)
    assert PolicySet.objects.count() == 7


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("50", 5000),
        ("9.50", 950),
        ("9,5", 950),
        ("1,250", 125000),
        ("1.250,50", 125050),
        ("1 000", 100000),
        ("-1", -100),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, minor: int) -> None:
    assert read_amount(text, "EUR") == minor


@pytest.mark.parametrize("text", ["fifty", "1.2.3", "", "1e3000", "--1"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|much"):
        read_amount(text, "EUR")


def test_everybody_reads_what_counts_and_how_far_they_may_go(priya: Client, shop: Shop) -> None:
    page = signed_in(shop.maartje).get("/policy").content.decode()
    assert "You: up to €50" in page
    assert "agents may give money back" in page
    assert "To begin with" in page
    assert "Change it" not in page
    assert "You: up to €500" in priya.get("/policy").content.decode()
