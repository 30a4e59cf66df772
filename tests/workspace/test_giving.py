"""Giving something from a conversation: decided or asked for, done by hand, seen beside it, live."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import newest_position
from cha.core.money import Money
from cha.live.hub import hub
from cha.promises.models import Promise
from cha.resolutions.approvals.approving import answer_approval
from cha.resolutions.models import Approval, PolicySet, Remedy
from cha.resolutions.remedies.deciding import decide_remedy
from cha.workspace import topics
from tests.news import news_since
from tests.resolutions.remedies.giving import give, order, policy, rule
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def here(talk: Conversation) -> str:
    return f"/now/{encode(talk.pk)}"


def at(talk: Conversation, rest: str) -> str:
    return f"/now/{encode(talk.pk)}/{rest}"


def test_it_says_while_it_is_typed_who_may_decide(shop: Shop, talk: Conversation) -> None:
    page = browser(shop.maartje).get(at(talk, "giving"), {"kind": "refund", "amount": "148"}).content.decode()
    assert "<b>You can decide this.</b> It costs €148. Your limit is €200." in page
    page = browser(shop.maartje).get(at(talk, "giving"), {"kind": "refund", "amount": "372,50"}).content.decode()
    assert "It costs €372.50. Your limit is €200." in page
    assert "<b>Ask Priya, usually" in page
    page = browser(shop.maartje).get(at(talk, "giving"), {"amount": "a lot"}).content.decode()
    assert "Write an amount such as €148.50." in page


def test_a_comma_of_thousands_divides_nothing(shop: Shop, talk: Conversation) -> None:
    """1,372 is more than a thousand, and is asked for: it is not one thirty-seven."""
    page = browser(shop.maartje).get(at(talk, "giving"), {"kind": "refund", "amount": "1,372"}).content.decode()
    assert "It costs €1,372. Your limit is €200." in page
    form = {"kind": "refund", "amount": "€1,372.50", "why": "The wedding", "ask": "1"}
    assert browser(shop.maartje).post(at(talk, "giving"), form).status_code == 303
    assert Approval.objects.get(state="open").amount == 1372_50


def test_the_order_that_it_is_about_is_picked_already_and_can_be_none(shop: Shop, talk: Conversation) -> None:
    picked = f'value="{encode(order(talk).pk)}" selected'
    assert picked in browser(shop.maartje).get(at(talk, "giving")).content.decode()
    assert picked not in browser(shop.maartje).get(at(talk, "giving"), {"order": ""}).content.decode()


def test_it_is_given_with_its_promise_and_its_list(shop: Shop, talk: Conversation) -> None:
    by = (now() + timedelta(hours=30)).isoformat(timespec="seconds")
    form = {
        "kind": "replacement",
        "amount": "148",
        "words": "All twelve again, in white",
        "why": "Peach came",
        "ours": "ours",
        "until": by,
        "who": encode(shop.priya.pk),
        "lines": "Make it\nSend it",
        "once": "x1",
        "order": encode(order(talk).pk),
    }
    for _ in range(2):
        answer = browser(shop.maartje).post(at(talk, "giving"), form)
        assert answer.status_code == 303
    row = Remedy.objects.get()
    assert (row.amount, row.cost, row.ours, row.keeper, row.why) == (0, 148_00, True, shop.priya, "Peach came")
    assert [line["words"] for line in row.checklist] == ["Make it", "Send it"]
    promise = Promise.objects.get(words="All twelve again, in white")
    assert (row.promise, promise.kept_by, promise.keeper) == (promise, "remedy", shop.priya)


def test_above_the_limit_it_is_asked_for_and_nothing_is_given(shop: Shop, talk: Conversation) -> None:
    form = {"kind": "refund", "amount": "372", "why": "The wedding", "ask": "1"}
    assert browser(shop.maartje).post(at(talk, "giving"), form).status_code == 303
    assert Approval.objects.get(state="open").amount == 372_00
    assert not Remedy.objects.exists()


def test_a_photo_that_was_seen_elsewhere_counts_above_the_limit(shop: Shop, talk: Conversation) -> None:
    PolicySet.objects.all().delete()
    policy(rule(shown=["photo"]))
    form = {"kind": "refund", "amount": "372", "why": "The wedding", "shown-photo": "on"}
    page = browser(shop.maartje).get(at(talk, "giving"), form).content.decode()
    assert "<b>Ask Priya" in page
    assert browser(shop.maartje).post(at(talk, "giving"), {**form, "ask": "1", "tell": "1"}).status_code == 303
    assert Approval.objects.get(state="open").shown == ["photo"]


def test_what_is_not_taken_keeps_what_was_typed(shop: Shop, talk: Conversation) -> None:
    for amount, words in (("372", "above what you may decide"), ("", "amount"), ("-1", "Write an amount such as")):
        answer = browser(shop.maartje).post(at(talk, "giving"), {"kind": "refund", "amount": amount, "why": "Peach"})
        assert answer.status_code in (403, 422)
        assert words in answer.content.decode()
        assert 'value="Peach"' in answer.content.decode()
    assert browser(shop.maartje).post(at(talk, "giving"), {"amount": "5", "order": "aaaaaaaaaaaaa"}).status_code == 404


def test_the_tax_in_it_is_said_where_money_is_given(shop: Shop, talk: Conversation) -> None:
    form = {"kind": "refund", "amount": "20", "tax": "3,47", "why": "Peach"}
    assert browser(shop.maartje).post(at(talk, "giving"), form).status_code == 303
    assert Remedy.objects.get().tax == 3_47
    assert "€20, €3.47 of it tax" in browser(shop.maartje).get(here(talk)).content.decode()
    assert (
        browser(shop.maartje).post(at(talk, "giving"), {**form, "kind": "card", "words": "A card"}).status_code == 303
    )
    assert Remedy.objects.get(kind="card").tax is None


@pytest.mark.parametrize(
    ("tax", "words"), [("20.01", "€20 at most"), ("$3", "Write an amount such as"), ("-1", "Write an amount such as")]
)
def test_a_tax_that_is_no_part_of_it_is_refused_near_its_field(
    shop: Shop, talk: Conversation, tax: str, words: str
) -> None:
    answer = browser(shop.maartje).post(at(talk, "giving"), {"kind": "refund", "amount": "20", "tax": tax})
    page = answer.content.decode()
    assert (answer.status_code, Remedy.objects.exists()) == (422, False)
    assert words in page.split('id="f-tax-error"')[1].split("</p>")[0]
    assert f'value="{tax}"' in page


def test_the_tax_goes_along_with_a_yes(shop: Shop, talk: Conversation) -> None:
    form = {"kind": "refund", "amount": "372", "tax": "64.57", "ask": "1"}
    assert browser(shop.maartje).post(at(talk, "giving"), form).status_code == 303
    answer_approval(Approval.objects.get(), "yes", by=shop.priya)
    assert Remedy.objects.get().tax == 64_57


def test_a_voucher_is_given_used_and_ended_beside_the_conversation(shop: Shop, talk: Conversation) -> None:
    desk, last = browser(shop.maartje), now().date() + timedelta(days=200)
    form = {"kind": "voucher", "amount": "20", "holds": last.isoformat()}
    assert desk.post(at(talk, "giving"), {**form, "holds": "2020-01-01"}).status_code == 422
    assert desk.post(at(talk, "giving"), form).status_code == 303
    row = Remedy.objects.get()
    one, page = f"given/{encode(row.pk)}/voucher", desk.get(here(talk)).content.decode()
    assert (row.voucher.until, row.voucher.code in page, "€20 of €20" in page) == (last, True, True)
    assert "€20 is left." in desk.get(at(talk, f"{one}/use")).content.decode()
    for typed in ("21", "soon", "$3"):
        answer = desk.post(at(talk, f"{one}/use"), {"amount": typed, "words": "Tulips"})
        assert (answer.status_code, 'value="Tulips"' in answer.content.decode()) == (422, True)
    for _ in range(2):
        assert desk.post(at(talk, f"{one}/use"), {"amount": "8", "words": "Tulips", "once": "a"}).status_code == 303
    page = desk.get(here(talk)).content.decode()
    assert "€12 of €20" in page
    assert "Maartje, Tulips" in page
    assert desk.post(at(talk, f"{one}/end")).status_code == 303
    page = desk.get(here(talk)).content.decode()
    assert "€0 of €20" in page
    assert f"{one}/use" not in page
    assert desk.post(at(talk, f"{one}/use")).status_code == 409
    card = give(talk, shop.maartje, "card", 3_00)
    assert desk.get(at(talk, f"given/{encode(card.pk)}/voucher/use")).status_code == 404


def test_it_is_ticked_off_beside_the_conversation(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "card", 3_00, checklist=["Write it", "Post it"])
    page = browser(shop.maartje).get(here(talk)).content.decode()
    assert "Write it" in page
    for line in (0, 1):
        assert browser(shop.maartje).post(at(talk, f"given/{encode(row.pk)}/lines/{line}")).status_code == 303
    row.refresh_from_db()
    assert row.state == "done"
    assert browser(shop.maartje).post(at(talk, f"given/{encode(row.pk)}/lines/7")).status_code == 404


def test_it_goes_wrong_is_tried_again_and_done_with_a_number(shop: Shop, talk: Conversation) -> None:
    row, maartje = give(talk, shop.maartje), browser(shop.maartje)
    one = f"given/{encode(row.pk)}"
    assert maartje.post(at(talk, f"{one}/start")).status_code == 303
    assert maartje.post(at(talk, f"{one}/failed"), {"problem": ""}).status_code == 422
    assert maartje.post(at(talk, f"{one}/failed"), {"problem": "The card is closed"}).status_code == 303
    assert "The card is closed" in maartje.get(here(talk)).content.decode()
    assert maartje.post(at(talk, f"{one}/start")).status_code == 303
    assert maartje.post(at(talk, f"{one}/done"), {"reference": "re_77"}).status_code == 303
    assert "re_77" in maartje.get(here(talk)).content.decode()
    assert maartje.post(at(talk, f"{one}/taking-back")).status_code == 409


def test_whoever_looks_sees_it_at_once(shop: Shop, talk: Conversation) -> None:
    listener, position = hub.subscribe([topics.conversation_topic(talk.pk)]), newest_position()
    give(talk, shop.maartje, words="Twenty euros back")
    said = b"".join(piece for _listening, piece in news_since(position)).decode()
    hub.leave(listener)
    assert "Twenty euros back" in said.split(f'target="given-{encode(talk.pk)}"')[1].split("</turbo-stream>")[0]


def test_what_is_given_elsewhere_is_not_found_here(shop: Shop, talk: Conversation) -> None:
    other = shop.adaeze_writes("Hello", sender="Bram <bram@example.com>")
    row = decide_remedy(other, "refund", "Money", by=shop.maartje, amount=Money(5_00, "EUR"))
    assert browser(shop.maartje).post(at(talk, f"given/{encode(row.pk)}/start")).status_code == 404
    assert browser(shop.jef).post(at(other, f"given/{encode(row.pk)}/start")).status_code in (403, 404)


def test_enter_in_the_dialog_of_a_voucher_notes_a_use(shop: Shop, talk: Conversation) -> None:
    """A browser presses the first button of a form: that never ends anything."""
    row = give(talk, shop.maartje, "voucher", 20_00)
    page = browser(shop.maartje).get(at(talk, f"given/{encode(row.pk)}/voucher/use")).content.decode()
    first = page.split("/voucher/use")[1].split('type="submit"')[1]
    assert "Note it" in first.split("</button>")[0]
