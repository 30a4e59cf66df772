"""Mails as real programs write them (tests/mail, tests/mail/hard), each with what a reader must find.

The reading code was tuned on half `a` only; half `b` judges it. Floors hold on both.
"""

import json

import pytest

from bench.corpus.judging import misses, table

FLOORS = {("first", "a"): 0.98, ("first", "b"): 0.93, ("hard", "a"): 0.98, ("hard", "b"): 0.95}


@pytest.mark.parametrize(("which", "half"), FLOORS)
def test_reads_mail_as_programs_write_it(which: str, half: str) -> None:
    wrong = misses(which, half)
    count = len(table(which, half))
    shown = wrong if half == "a" else len(wrong)
    assert 1 - len(wrong) / count >= FLOORS[which, half], json.dumps(shown, indent=1, ensure_ascii=False)
