"""Two at once, for real: threads on their own connections. One answer, and no budget is given away twice."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.errors import ChaError
from cha.resolutions.approvals.approving import answer_approval, ask_approval
from cha.resolutions.models import Approval, Remedy
from cha.resolutions.remedies.deciding import decide_remedy
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from cha.team.models.team import form_team
from tests.resolutions.approvals.policies import REFUND, euros, live
from tests.resolutions.remedies.test_at_once import at_once
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)


def again(concern: Conversation) -> Conversation:
    return Conversation.objects.get(pk=concern.pk)


def somebody_elses(shop: Shop) -> Conversation:
    shop.gets(raw_mail("Mine too.", sender="Joseph Otieno <joseph@otieno.example>"))
    return Conversation.objects.order_by("-pk")[0]


def give(concern: Conversation, by: Member, amount: int) -> Remedy:
    return decide_remedy(again(concern), "credit", "Credit", by=by, amount=euros(amount))


def outcome(came: list[object]) -> tuple[int, int]:
    """How many were given, how many refused; whatever else went wrong is neither."""
    return sum(isinstance(one, Remedy) for one in came), sum(isinstance(one, ChaError) for one in came)


def test_a_member_who_gives_twice_at_once_keeps_to_their_day(shop: Shop) -> None:
    live({**REFUND, "remedies": ["credit"], "cap": {"member_day": 10000}})
    one, other = shop.adaeze_writes(), somebody_elses(shop)
    came = at_once(lambda: give(one, shop.maartje, 80), lambda: give(other, shop.maartje, 80))
    assert outcome(came) == (1, 1)


def test_two_members_of_a_team_who_give_at_once_keep_to_its_month(shop: Shop) -> None:
    live({**REFUND, "remedies": ["credit"], "cap": {"team_month": 10000}})
    team = form_team("Weddings", by=CHA)
    ifeoma = add_member("ifeoma@juniperlane.example", "Ifeoma Obi", Role.AGENT, by=CHA)
    one, other = shop.adaeze_writes(), somebody_elses(shop)
    Conversation.objects.update(team=team)
    came = at_once(lambda: give(one, shop.maartje, 80), lambda: give(other, ifeoma, 80))
    assert outcome(came) == (1, 1)


def test_without_teams_the_house_keeps_to_the_month(shop: Shop) -> None:
    live({**REFUND, "remedies": ["credit"], "cap": {"team_month": 10000}})
    ifeoma = add_member("ifeoma@juniperlane.example", "Ifeoma Obi", Role.AGENT, by=CHA)
    one, other = shop.adaeze_writes(), somebody_elses(shop)
    came = at_once(lambda: give(one, shop.maartje, 80), lambda: give(other, ifeoma, 80))
    assert outcome(came) == (1, 1)


def test_two_members_who_give_one_person_at_once_keep_to_what_a_person_gets(shop: Shop) -> None:
    live({**REFUND, "remedies": ["credit"], "cap": {"person": 10000}})
    ifeoma = add_member("ifeoma@juniperlane.example", "Ifeoma Obi", Role.AGENT, by=CHA)
    one, other = shop.adaeze_writes(), shop.adaeze_writes("Something else.", subject="Else")
    assert one != other
    came = at_once(lambda: give(one, shop.maartje, 80), lambda: give(other, ifeoma, 80))
    assert outcome(came) == (1, 1)


def test_two_leads_who_answer_at_once_come_to_one_answer(shop: Shop) -> None:
    live()
    tomasz = add_member("tomasz@juniperlane.example", "Tomasz", Role.LEAD, by=CHA)
    concern = shop.adaeze_writes()
    approval = ask_approval(concern, "refund", "All of it", by=shop.maartje, amount=euros(372), why="Our slip.")
    came = at_once(
        lambda: answer_approval(Approval.objects.get(pk=approval.pk), "yes", by=tomasz),
        lambda: answer_approval(Approval.objects.get(pk=approval.pk), "no", by=shop.priya, words="Make it again."),
    )
    assert sum(isinstance(one, ChaError) for one in came) == 1
    approval.refresh_from_db()
    assert Remedy.objects.count() == (1 if approval.state == "yes" else 0)


def test_a_lead_who_loses_the_role_while_answering_gets_one_of_both(shop: Shop) -> None:
    from cha.team.models.member import change_member

    live()
    tomasz = add_member("tomasz@juniperlane.example", "Tomasz", Role.LEAD, by=CHA)
    concern = shop.adaeze_writes()
    approval = ask_approval(concern, "refund", "All of it", by=shop.maartje, amount=euros(372), why="Our slip.")
    came = at_once(
        lambda: answer_approval(Approval.objects.get(pk=approval.pk), "yes", by=Member.objects.get(pk=tomasz.pk)),
        lambda: change_member(tomasz, by=CHA, role=Role.AGENT),
    )
    approval.refresh_from_db()
    assert isinstance(came[1], Member)
    assert (approval.state == "yes") is isinstance(came[0], Approval)
