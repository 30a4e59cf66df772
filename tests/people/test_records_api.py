"""PUT /api/v1/records: whole batches, in one shape of errors, harmless twice."""

from __future__ import annotations

import pytest

from cha.people.models import Record
from tests.api.asking import Program, wrong
from tests.people.test_records import ORDER
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
SENT = {**ORDER, "lines": [{"title": "Centrepiece, white", "quantity": 12, "price": "31.00"}]}


def test_a_batch_is_kept_once(shop: Shop) -> None:
    program = Program(shop.maartje)
    for _ in range(2):
        answer = program.put("/records", {"source": "Web shop", "records": [SENT]})
        assert answer.status_code == 200, answer.content
    assert answer.json() == {"kept": 1, "older": 0}
    row = Record.objects.get()
    assert (row.number, row.amount, row.status) == ("2291", 37200, "On its way")


def test_what_does_not_fit_is_named_by_its_place(shop: Shop) -> None:
    program = Program(shop.maartje)
    answer = program.put("/records", {"source": "Web shop", "records": [SENT, {**SENT, "amount": "much"}]})
    wrong(answer, 422, "invalid")
    assert answer.json()["error"]["field"].startswith("records.1.amount")
    answer = program.put("/records", {"source": "Web shop", "records": [SENT, {**SENT, "currency": "ZZZ"}]})
    assert "ISO 4217" in wrong(answer, 409, "cannot_be")
    assert answer.json()["error"]["field"] == "records.1.currency"
    assert not Record.objects.exists()


def test_who_reads_only_pushes_nothing(shop: Shop) -> None:
    wrong(Program(shop.maartje, writes=False).put("/records", {"source": "W", "records": []}), 403, "reads_only")
    wrong(Program(shop.jef).put("/records", {"source": "W", "records": [SENT]}), 403, "no_seat")
