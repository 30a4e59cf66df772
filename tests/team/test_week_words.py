"""A week in words, there and back."""

import pytest
from django.utils.translation import override

from cha.core.errors import Invalid
from cha.team.week_words import week_from_words, week_in_words

WORK = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("said", "week"),
    [
        ("Monday to Friday, 09:00 to 17:30", dict.fromkeys(WORK, "09:00-17:30")),
        ("mon-fri 9-17:30; sat 10-16", {**dict.fromkeys(WORK, "09:00-17:30"), "sat": "10:00-16:00"}),
        (
            "Monday, Tuesday and Friday 8:30-12:30, 13:15-18:30",
            dict.fromkeys(("mon", "tue", "fri"), "08:30-12:30, 13:15-18:30"),
        ),
        ("Fri to Mon 22:00-02:00", dict.fromkeys(("fri", "sat", "sun", "mon"), "22:00-02:00")),
        ("9 – 17", dict.fromkeys((*WORK, "sat", "sun"), "09:00-17:00")),
        ("", {}),
    ],
)
def test_a_week_is_read_as_people_write_it(said: str, week: dict[str, str]) -> None:
    assert week_from_words(said) == week
    assert week_from_words(week_in_words(week)) == week


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "maandag tot zaterdag, 08:30 tot 18:00"),
        ("de", "Montag bis Samstag 8:30 bis 18:00"),
        ("fr", "lundi à samedi, 8h30 à 18h00"),
    ],
)
def test_a_week_is_read_in_the_readers_language(language: str, said: str) -> None:
    with override(language):
        week = week_from_words(said)
        assert week == dict.fromkeys((*WORK, "sat"), "08:30-18:00")
        assert week_from_words(week_in_words(week)) == week


@pytest.mark.parametrize("said", ["Monday", "Blursday 9-17", "Monday 9-25", "Monday 9-9", "sometimes"])
def test_what_is_no_week_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(Invalid) as refused:
        week_from_words(said)
    assert refused.value.details["field"] == "week"
