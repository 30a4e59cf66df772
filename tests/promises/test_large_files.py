"""Files: what fits goes along, the largest go as links that open one file, for thirty days, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cha.channels.email.medium import outgoing
from cha.channels.models import Delivery
from cha.conversations.models import Attachment, Conversation, say
from cha.conversations.private_link import revoke_links
from cha.core import files, worker
from cha.core.clock import now
from cha.promises.large_files import too_much
from tests.shop import Shop


@pytest.mark.parametrize(
    ("sizes", "most", "linked"),
    [
        ([], 10, set()),
        ([(1, 4), (2, 5)], 10, set()),
        ([(1, 4), (2, 9)], 10, {2}),
        ([(1, 30), (2, 20), (3, 1)], 10, {1, 2}),
        ([(1, 11)], 10, {1}),
    ],
)
def test_the_largest_go_as_links_and_as_few_as_need_be(
    sizes: list[tuple[int, int]], most: int, linked: set[int]
) -> None:
    assert too_much(sizes, most) == linked


def sent_with_files(shop: Shop, *names: tuple[str, bytes]) -> tuple[Conversation, Delivery]:
    conversation = shop.adaeze_writes()
    rows = [
        Attachment.objects.create(name=n, content_type="text/html", size=len(c), digest=files.put(c)) for n, c in names
    ]
    say(conversation, "Here.", by=shop.maartje, hold=timedelta(0), attachment_ids=[row.pk for row in rows])
    worker.run_all()
    return conversation, Delivery.objects.get(kind="reply")


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_a_link_and_a_small_one_goes_along(shop: Shop, settings, client: Client) -> None:  # type: ignore[no-untyped-def]
    settings.CHA_MAIL_FILES = 100
    conversation, delivery = sent_with_files(shop, ("big.html", b"<script>" * 40), ("small.txt", b"small"))
    assert [file.name for file in outgoing(delivery, delivery.channel).attachments] == ["small.txt"]
    assert "big.html (320" in delivery.text
    path = delivery.text.split("/files/")[1].split()[0]
    answer = client.get(f"/files/{path}")
    assert b"".join(answer) == b"<script>" * 40  # type: ignore[call-overload]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert f"/files/{path}" in delivery.html
    assert client.get(f"/files/{path}x").status_code == 404
    with time_machine.travel(now() + timedelta(days=31)):
        assert client.get(f"/files/{path}").status_code == 404
    revoke_links(conversation, by=shop.priya)
    assert client.get(f"/files/{path}").status_code == 404
