"""Whether two persons may be one: reasons in words that can be read, and few wrong guesses on the labelled pairs."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cha.people.likeness import Address, Side, judge
from cha.people.likeness.addresses import mailbox, mistyped, numbers_meet, spells
from cha.people.likeness.names import Likeness, compare_names
from cha.people.likeness.reasons import Reason
from cha.people.likeness.words import _sentences, said
from tests.people.pairs_read import figures, pairs


def test_what_is_suggested_is_seldom_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    precision, recall = figures("open")
    with capsys.disabled():
        print(f"\nlabelled pairs, the open half: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.98
    assert recall > 0.6


def test_every_reason_has_words() -> None:
    found = {reason for pair in pairs("open") for reason in judge(pair.one, pair.other).reasons}
    assert {reason.code for reason in found} <= set(_sentences())
    assert all(said(reason) != reason.code for reason in found)
    assert {reason.weight for reason in found} == {"strong", "weak", "against"}


def test_which_of_two_is_looked_at_first_does_not_matter() -> None:
    for pair in pairs("open"):
        assert judge(pair.one, pair.other).score == judge(pair.other, pair.one).score, pair.id


def test_nothing_known_speaks_for_nothing() -> None:
    verdict = judge(Side(), Side())
    assert (verdict.level, verdict.score, verdict.reasons) == ("silent", 0, ())
    assert all(not getattr(Side(), field.name) for field in fields(Side))


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Adaeze Nwosu", "NWOSU, Adaeze", Likeness.SAME),
        ("Jürgen Müßiggang", "Juergen Muessiggang", Likeness.SAME),
        ("Þórður Sigurðsson", "Thordur Sigurdsson", Likeness.SAME),
        ("Ксения Чаадаева", "Kseniya Chaadaeva", Likeness.SAME),
        ("Γιώργος Παπαδημητρίου", "Giorgos Papadimitriou", Likeness.SAME),
        ("欧阳晓彤", "Xiaotong Ouyang", Likeness.SAME),
        ("劉建國", "刘建国", Likeness.FORMS),
        ("이지훈", "Jihoon Lee", Likeness.FORMS),
        ("ريم البكري", "Reem Al Bakri", Likeness.FORMS),
        ("Paco Bermúdez", "Francisco Bermúdez Luque", Likeness.FORMS),
        ("K. Duivenvoorden", "Karin Duivenvoorden", Likeness.INITIALS),
        ("ada.n", "Adaeze Nwosu", Likeness.SHORT),
        ("Katya", "Екатерина Вяземская", Likeness.PART),
        ("二階堂 慎司", "Nikaidou Shinji", Likeness.SCRIPTS),
        ("Dr. Sami Khoury", "Rima Saab", Likeness.DIFFERENT),
        ("Lotte Brouwer", "Lisa Brouwer", Likeness.DIFFERENT),
        ("Daniel Roux", "Daniela Roux", Likeness.DIFFERENT),
        ("William Hargreaves Sr.", "William Hargreaves Jr.", Likeness.DIFFERENT),
        ("خالد محمود سليمان", "محمود خالد سليمان", Likeness.DIFFERENT),
        ("", "Adaeze Nwosu", Likeness.UNKNOWN),
    ],
)
def test_names_are_compared_in_any_script_order_and_form(one: str, other: str, likeness: Likeness) -> None:
    assert compare_names(one, other).likeness == likeness
    assert compare_names(other, one).likeness == likeness


def test_a_frequent_name_is_weak_and_one_that_many_here_have_too() -> None:
    smiths = judge(Side(name="Anna Smith"), Side(name="Anna Smith"))
    rare, here = (judge(Side(name="Zelda Quillfeather"), Side(name="Zelda Quillfeather"), namesakes=n) for n in (1, 9))
    assert (smiths.level, rare.level, here.level) == ("silent", "suggest", "silent")
    assert [reason.code for reason in here.reasons] == ["name_common"]


def test_the_same_telephone_of_two_names_is_a_household() -> None:
    phone = (Address("+905005559730", verified=True),)
    assert judge(Side(name="Osman Koç", phones=phone), Side(name="Cem Koç", phones=phone)).level == "silent"
    assert (
        judge(Side(name="Ada Okoroafor", phones=phone), Side(name="Adaeze Okoroafor", phones=phone)).level == "suggest"
    )


def test_addresses_are_read_as_their_mailboxes() -> None:
    assert mailbox("Ada.Obi+shop@googlemail.com") == mailbox("adaobi@gmail.com")
    assert mailbox("ada.obi@post.example") != mailbox("adaobi@post.example")
    assert mistyped("ada@gmial.example", "ada@gmail.example")
    assert not mistyped("j.wang1@mail.example", "j.wang2@mail.example")
    assert numbers_meet("0470 00 00 41", "+32470000041")
    assert not numbers_meet("+31470000041", "+32470000041")
    assert spells("zlatoslava.pidhirna@post.example", "Златослава Підгірна")
    assert spells("info@pidhirna.example", "Златослава Підгірна") is None


def test_a_weight_can_be_read() -> None:
    assert [Reason("x", points).weight for points in (40, 12, -3)] == ["strong", "weak", "against"]
