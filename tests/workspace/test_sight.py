"""Law 8: what a member may not see does not exist for them, on any address, in any list, search or live topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cha.channels.models import Channel, Delivery, Mailbox, SealingKey, add_channel
from cha.conversations.access import visible_to
from cha.conversations.filters import parse
from cha.conversations.joining_persons import join_persons
from cha.conversations.models import (
    Attachment,
    BlockedSender,
    Bulk,
    Conversation,
    Macro,
    MacroRun,
    Merge,
    Split,
    View,
    assign,
    attach,
    begin_bulk,
    block_sender,
    follow_up,
    hand_over,
    keep_view,
    note,
    open_side,
    say_later,
    take_part,
)
from cha.conversations.models.handing_over import HandOffWords
from cha.conversations.models.macro import keep_macro
from cha.conversations.running import run_macro
from cha.conversations.search import find_messages, find_people
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.money import Money
from cha.notifications.models import Notification
from cha.people.models import ContactPoint, Fact, FactPattern, Joining, Organisation, Person, RecordSource
from cha.people.models.belonging import join_organisation
from cha.people.models.fact import pin
from cha.people.models.fact_pattern import keep_pattern
from cha.people.models.organisation import keep_organisation
from cha.people.records.pushing import push_records
from cha.promises.models import Promise, RuleRun, StandingLink, Target, TimeRule, keep_rule, make_promise, open_link
from cha.resolutions.endings.bounding import ask_distance
from cha.resolutions.endings.complaining import open_complaint
from cha.resolutions.endings.complaint_terms import terms_of
from cha.resolutions.endings.refusing import ask_review, say_no
from cha.resolutions.guides.ready import ready
from cha.resolutions.guiding import keep_guide_draft, publish_guide
from cha.resolutions.models import Approval, Boundary, Connector, Guide, GuideWalk, PolicySet, Refusal, Remedy, Signal
from cha.resolutions.offers.offering import Way, make_offer
from cha.resolutions.remedies.deciding import decide_remedy
from cha.resolutions.walks import begin_walk, remark
from cha.team.models import Member, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.news import news_since
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "zweigelt"
SKIPPED = re.compile(r"^(account/|static/|patterns|healthy|in/|mailbox|w/|mine|brand|welcome|chat[^/]*\.js)")


@pytest.fixture
def hidden(shop: Shop) -> Conversation:
    """A conversation of Priya's that says the secret everywhere it can."""
    conversation = shop.adaeze_writes(
        f"My {SECRET} is late, call +32 470 00 00 41 about order 2291.",
        sender=f"{SECRET.title()} Nwosu <{SECRET}@nwosu.example>",
        subject=SECRET,
    )
    # A row of its own: what she may see is kept with the one that asked.
    maartje = Member.objects.get(pk=shop.maartje.pk)
    hand_over(conversation, by=maartje, member=shop.priya, words=HandOffWords(note=f"About {SECRET}"))
    assign(conversation, by=shop.priya, member=shop.priya)
    pin(conversation.person, f"A fact on {SECRET}", by=shop.priya, conversation=conversation.pk)
    keep_pattern(None, by=shop.priya, name=SECRET, kind="", how="words", text=SECRET)
    note(conversation, f"@Maartje a note on {SECRET}", by=shop.priya, mentions=[shop.maartje.pk])
    message = conversation.messages.order_by("id")[0]
    attach(message, f"{SECRET}.txt", "text/plain", SECRET.encode())
    open_side(conversation, f"{SECRET}@kwekerij.example", SECRET, f"Where is {SECRET}?", by=shop.priya)
    say_later(conversation, f"{SECRET} is coming.", now() + timedelta(minutes=9), by=shop.priya)
    keep_view(f"All about {SECRET}", parse(SECRET), by=shop.priya)
    words = [{"act": "note", "text": f"All about {SECRET}"}]
    macro = keep_macro(None, by=shop.priya, name=SECRET, steps=words, owner=shop.priya)
    run_macro(conversation, macro, [0], {}, by=shop.priya)
    begin_bulk("tag", [conversation.pk], {"tags": [SECRET]}, by=shop.priya)
    block_sender(f"@{SECRET}.example", by=shop.priya)
    other = shop.adaeze_writes("It is me too.", sender=f"{SECRET} <{SECRET}@post.example>", subject=SECRET)
    assign(other, by=shop.priya, member=shop.priya)
    join_persons(conversation.person, other.person, by=shop.priya)
    third = shop.adaeze_writes("And me.", sender=f"{SECRET} Nwosu <{SECRET}@third.example>", subject=SECRET)
    assign(third, by=shop.priya, member=shop.priya)
    organisation = keep_organisation(None, by=shop.priya, name=SECRET, note=SECRET, domains=["nwosu.example"])
    join_organisation(conversation.person, organisation, by=shop.priya, part=SECRET)
    order = {"number": SECRET, "email": f"{SECRET}@nwosu.example", "status": SECRET, "organisation": SECRET}
    push_records("Web shop", [order], by=shop.priya)
    make_promise(conversation, now() + timedelta(hours=3), by=shop.priya, kind="other", words=SECRET, keeper=shop.priya)
    hold_offer(conversation, by=shop.priya)
    open_link("wall", by=shop.priya, name=SECRET)
    follow_up(conversation, SECRET, now() + timedelta(days=7), by=shop.priya)
    rule = keep_rule(None, by=shop.priya, after=3, does="nudge", words={"nudge": {"en": SECRET}})
    RuleRun(rule=rule, conversation=conversation, since=now(), at=now() + timedelta(days=3)).save(force_insert=True)
    over = Connector(kind="webhook", name=SECRET, address=f"https://{SECRET}.example", does=["refund"])
    over.save(force_insert=True)
    doubted = {"conversation": conversation, "person_id": conversation.person_id, "connector": over}
    Remedy(**doubted, kind="refund", words=SECRET, problem=SECRET, state="doubt").save(force_insert=True)
    asked = {"conversation": conversation, "person_id": conversation.person_id, "asked_by": shop.priya}
    Approval(**asked, kind="refund", amount=9, currency="EUR", words=SECRET, why=SECRET).save(force_insert=True)
    guide = keep_guide_draft(None, ready()["late-delivery"], by=shop.priya)
    publish_guide(guide, by=shop.priya)
    remark(begin_walk(conversation, guide, by=shop.priya), f"What of {SECRET}?", by=shop.priya)
    _endings(conversation, by=shop.priya)
    add_channel("counter", "korenmarkt", by=CHA, name="Korenmarkt counter")
    nought = Money(0, "EUR")
    decide_remedy(conversation, "card", SECRET, by=shop.priya, amount=nought, why=SECRET, checklist=[SECRET])
    worker.run_all()
    return conversation


def _endings(conversation: Conversation, *, by: Member) -> None:
    """A complaint, a "no", a distance that is asked for, and what was noticed, all on the secret."""
    terms = terms_of(conversation)
    open_complaint(conversation, by=by, due=terms.due, told=terms.told, about=SECRET, owner=by)
    refusal = say_no(conversation, SECRET, "law", SECRET, f"No {SECRET}", by=by)
    ask_review(refusal, SECRET, by=Person.objects.get(pk=conversation.person_id))
    ask_distance(conversation, "end", by=by, why=SECRET)
    Signal(conversation=conversation, person_id=conversation.person_id, kind="same_photo", facts={"count": 2}).save()


def hold_offer(conversation: Conversation, *, by: Member) -> None:
    """An owner's offer that says the secret."""
    nought = Money(0, "EUR")
    grants = [{"who": "agent", "up_to": 100_00}]
    rule = {"key": "all", "remedies": ["replacement", "repair"], "currency": "EUR", "grants": grants}
    PolicySet(number=1, state="live", rules=[rule], starts_at=now() - timedelta(days=1)).save(force_insert=True)
    ways = [Way(kind, f"{SECRET} {kind}", "", None, nought, nought) for kind in ("replacement", "repair")]
    make_offer(conversation, ways, by=by, until=now() + timedelta(hours=4), hold=timedelta(0))


@pytest.fixture(params=["own", "team", "light", "none"])
def outsider(request: pytest.FixtureRequest, shop: Shop) -> Member:
    """A member who may not see it."""
    if request.param == "light":
        return shop.jef
    set_sight(Role.AGENT, Scope(request.param), by=CHA)
    return add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=CHA)


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Every route of the members' side, as Django writes it."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif not SKIPPED.match(route):
            yield route


def filled(route: str, ids: dict[str, list[int]]) -> Iterator[str]:
    """The route with the ids of what is hidden in the places that are named after them."""
    places = re.findall(r"<(?:\w+:)?(\w+)>", route)
    most = max((len(ids.get(place, [0])) for place in places), default=1)
    for number in range(most):
        path = route
        for place in places:
            rows = ids.get(place, [])
            value = encode(rows[number % len(rows)]) if rows else "1"
            path = re.sub(rf"<(?:\w+:)?{place}>", value, path)
        yield "/" + path


def everything_of(conversation: Conversation) -> dict[str, list[int]]:
    """The ids of all rows that hang on a conversation, by the names that routes have for them."""
    person = conversation.person_id
    messages = conversation.messages.values_list("pk", flat=True)
    return {
        "conversation_id": [conversation.pk],
        "other_id": [conversation.pk],
        "channel_id": list(Channel.objects.filter(medium="counter").values_list("pk", flat=True)),
        "check_id": list(conversation.checks.values_list("pk", flat=True)),
        "merge_id": list(Merge.objects.filter(into=conversation).values_list("pk", flat=True)),
        "split_id": list(Split.objects.filter(source=conversation).values_list("pk", flat=True)),
        "person_id": [person],
        "same_id": list(Person.objects.exclude(pk=person).values_list("pk", flat=True)[:1]) or [person],
        "joining_id": list(Joining.objects.filter(stays=person).values_list("pk", flat=True)),
        "message_id": list(messages),
        "attachment_id": list(Attachment.objects.filter(message__in=messages).values_list("pk", flat=True)),
        "notification_id": list(Notification.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "delivery_id": list(Delivery.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "side_id": list(conversation.sides.values_list("pk", flat=True)),
        "later_id": list(conversation.laters.values_list("pk", flat=True)),
        "follow_id": list(conversation.follow_ups.values_list("pk", flat=True)),
        "step_id": list(conversation.rule_runs.values_list("pk", flat=True)),
        "rule_id": list(TimeRule.objects.values_list("pk", flat=True)),
        "macro_id": list(Macro.objects.values_list("pk", flat=True)),
        "run_id": list(MacroRun.objects.values_list("pk", flat=True)),
        "view_id": list(View.objects.values_list("pk", flat=True)),
        "bulk_id": list(Bulk.objects.values_list("pk", flat=True)),
        "blocked_id": list(BlockedSender.objects.values_list("pk", flat=True)),
        "approval_id": list(conversation.approvals.values_list("pk", flat=True)),
        "offer_id": list(conversation.offers.values_list("pk", flat=True)),
        "connector_id": list(Connector.objects.values_list("pk", flat=True)),
        "remedy_id": list(conversation.remedies.values_list("pk", flat=True)),
        "promise_id": list(Promise.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "walk_id": list(GuideWalk.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "guide_id": list(Guide.objects.values_list("pk", flat=True)),
        "link_id": list(StandingLink.objects.values_list("pk", flat=True)),
        "fact_id": list(Fact.objects.filter(person=person).values_list("pk", flat=True)),
        "organisation_id": list(Organisation.objects.values_list("pk", flat=True)),
        "source_id": list(RecordSource.objects.values_list("pk", flat=True)),
        "point_id": list(ContactPoint.objects.filter(person=person).values_list("pk", flat=True)),
        "pattern_id": list(FactPattern.objects.values_list("pk", flat=True)),
        "target_id": list(Target.objects.values_list("pk", flat=True)),
        "key_id": list(SealingKey.objects.values_list("pk", flat=True)),
        "mailbox_id": list(Mailbox.objects.values_list("pk", flat=True)),
        "boundary_id": list(Boundary.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "refusal_id": list(Refusal.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "signal_id": list(Signal.objects.filter(conversation=conversation).values_list("pk", flat=True)),
        "payload_id": list(messages.exclude(payload_id=None).values_list("payload_id", flat=True)),
    }


def said(response: object) -> str:
    """The body of an answer, streamed or not."""
    content = b"".join(response) if getattr(response, "streaming", False) else response.content  # type: ignore[call-overload, attr-defined]
    return str(content.decode(errors="replace"))


def test_no_address_shows_or_changes_it(shop: Shop, hidden: Conversation, outsider: Member) -> None:
    browser = Client(raise_request_exception=True)
    browser.force_login(outsider, backend="allauth.account.auth_backends.AuthenticationBackend")
    ids = everything_of(hidden)
    before = Conversation.objects.get(pk=hidden.pk).version, hidden.messages.count()
    walked = 0
    for route in addresses():
        for path in filled(route, ids):
            for response in (
                browser.get(path),
                browser.get(path, {"q": "late"}),
                browser.post(path, {"body": "hi", "text": "hi", "kind": "upset", "member": encode(outsider.pk)}),
            ):
                walked += 1
                assert SECRET not in said(response).lower(), f"{path} tells {outsider.role} ({response.status_code})"
    hidden.refresh_from_db()
    assert (hidden.version, hidden.messages.count()) == before
    assert walked > 60


def test_search_does_not_find_or_count_it(shop: Shop, hidden: Conversation, outsider: Member) -> None:
    assert find_messages(SECRET, by=shop.priya)
    assert find_people(SECRET, by=shop.priya)
    assert find_messages(SECRET, by=outsider) == []
    assert find_people(SECRET, by=outsider) == []
    assert not visible_to(outsider).filter(pk=hidden.pk).exists()


def test_no_live_topic_of_theirs_carries_it(shop: Shop, hidden: Conversation, outsider: Member) -> None:
    from cha.workspace import live
    from cha.workspace.topics import topics_of

    position, _ = live.render_since(-1)
    note(hidden, f"again {SECRET}", by=shop.priya)
    pieces = news_since(position)
    mine = set(topics_of(outsider))
    told = [html for topics, html in pieces if mine & set(topics)]
    assert not any(SECRET.encode() in html.lower() for html in told)


def test_it_exists_as_soon_as_they_take_part(shop: Shop, hidden: Conversation) -> None:
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    assert not visible_to(shop.maartje).filter(pk=hidden.pk).exists()
    take_part(hidden, by=shop.priya, member=shop.maartje)
    assert visible_to(shop.maartje).filter(pk=hidden.pk).exists()


def test_nobody_comes_in_without_signing_in(shop: Shop, hidden: Conversation) -> None:
    browser = Client()
    for route in addresses():
        for path in filled(route, everything_of(hidden)):
            response = browser.get(path)
            assert response.status_code in (302, 404, 405), f"{path}: {response.status_code}"
            assert SECRET not in said(response)
