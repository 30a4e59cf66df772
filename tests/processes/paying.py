"""What the processes of money paths begin with: a house connected, and a remedy decided."""

from __future__ import annotations

from cha.channels.models.payload import Arrival, receive
from cha.conversations.models import Message
from cha.core import worker
from cha.core.actor import CHA
from cha.resolutions.carrying.connecting import keep_connector
from cha.resolutions.models import Connector, PolicySet
from cha.team.models import Member
from cha.team.models.member import Role, add_member
from tests.resolutions.connectors.carried import SECRETS
from tests.resolutions.remedies.giving import give, order, policy
from tests.shop import ADDRESS, raw_mail


def decided(kind: str, url: str, minor: int = 14800) -> int:
    """Decide a remedy on an order that the house knows. Returns its id; nothing of it has been done yet."""
    Connector.objects.all().delete()
    said = {"name": url, "address": url, "does": ("refund",), "secrets": SECRETS[kind]}
    keep_connector(None, by=CHA, private=True, kind=kind, **said)  # type: ignore[arg-type]
    if not PolicySet.objects.exists():
        policy()
    envelope: dict[str, object] = {"mail_from": "adaeze@nwosu.example", "recipients": [ADDRESS]}
    payload = receive([Arrival("email", raw_mail(), envelope)])[0]
    worker.run_all()
    payload.refresh_from_db()
    talk = Message.objects.get(pk=payload.message_id).conversation
    priya = Member.objects.filter(role=Role.OWNER).first()
    priya = priya or add_member("priya@juniperlane.example", "Priya Raman", Role.OWNER, by=CHA)
    bought = order(talk, minor, number=url)
    bought.source.kind = kind if kind in ("shopify", "woocommerce") else "rest"
    bought.source.save()
    bought.external_id, bought.number = "22910", "2291"
    bought.source.records.filter(external_id="22910").delete()
    bought.save()
    return give(talk, priya, minor=minor, order=bought).pk
