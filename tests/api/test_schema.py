"""The API does what its OpenAPI document says: schemathesis asks it thousands of things, right and wrong ones.

Every check is on: no server errors, only statuses, headers, types and shapes that are documented, what fits is taken,
what does not is refused, no token is ignored, other methods are refused as HTTP says.
"""

from __future__ import annotations

from typing import Any

import pytest

from cha.api import door, limiting
from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.money import Money
from cha.resolutions.approvals.approving import ask_approval
from cha.team.models import Member
from tests.api.asking import Program
from tests.api.conforming import failures, only
from tests.api.own_channel import OwnChannel
from tests.resolutions.offers.offered import offered
from tests.resolutions.remedies.giving import give
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("team", "people", "conversations", "messages", "search", "remedies", "approvals")
MORE = ("offers", "complaints", "refusals")


def asked(conversation: Conversation, by: Member) -> int:
    """Something that waits for a yes."""
    amount = Money(372_00, "EUR")
    return ask_approval(conversation, "refund", "All of it", by=by, amount=amount, why="").pk


@pytest.fixture(autouse=True)
def much(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many requests are not let in from one token, nor so many wrong tokens."""
    settings.CHA_API_PER_MINUTE = 1_000_000
    monkeypatch.setattr(door, "WRONG_TOKENS", 1_000_000)
    limiting.forget()


@pytest.mark.parametrize("parts", [PARTS, MORE], ids=["most", "more"])
def test_the_members_api_is_as_its_document_says(shop: Shop, parts: tuple[str, ...]) -> None:
    conversation = shop.adaeze_writes()
    names = {
        "path.conversation_id": encode(conversation.pk),
        "path.person_id": encode(conversation.person_id),
        "path.approval_id": encode(asked(conversation, shop.maartje)),
        "path.remedy_id": encode(give(conversation, shop.priya).pk),
    }
    program = Program(shop.priya)
    here = {"conversation": encode(conversation.pk)}
    names["path.offer_id"] = encode(offered(shop, conversation).pk)
    names["path.complaint_id"] = program.post("/complaints", here).json()["id"]
    no = {"wanted": "All of it", "because": "law", "reason": "It was worn."}
    names["path.refusal_id"] = program.post("/refusals", {**here, **no}).json()["id"]
    document = program.get("/openapi.json").json()
    found = failures(only(document, *parts), program.headers(), names)
    assert not found, "\n".join(sorted(set(found)))


def test_a_document_that_does_not_say_how_it_is_is_found_out(shop: Shop) -> None:
    program = Program(shop.priya)
    document = program.get("/openapi.json").json()
    document["paths"] = {"/api/v1/me": document["paths"]["/api/v1/me"]}
    document["components"]["schemas"]["MemberOut"]["properties"]["answers"] = {"type": "integer"}
    found = failures(document, program.headers(), {})
    assert any("response_schema_conformance" in one for one in found), found


def test_the_channels_api_is_as_its_document_says(shop: Shop) -> None:
    app = OwnChannel(trusts=True)
    said = app.says("Hello", files=[app.put_file("tulips.txt", b"blue").json()["id"]]).json()
    names = {
        "path.conversation_id": said["conversation"],
        "path.file_id": said["files"][0]["id"],
        "query.handle": "ada",
    }
    document = app.client.get("/api/v1/openapi.json").json()
    found = failures(only(document, "channel"), app.headers(), names)
    assert not found, "\n".join(sorted(set(found)))
