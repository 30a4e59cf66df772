"""The world hangs together at whatever clock the demo starts."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from cha.demo.world import WORLD
from cha.demo.world.events import (
    Answer,
    Aside,
    Broken,
    Confirmed,
    Event,
    Given,
    Kept,
    Learned,
    Mail,
    Moved,
    Note,
    NotYet,
    Pledge,
    Promised,
    PutRight,
    Released,
    Snoozed,
    Story,
)
from cha.demo.world.moments import MOST_AGO, Ago, Clock, In

CLOCKS = [
    datetime(2026, 6, 11, 11, 22, tzinfo=UTC),
    datetime(2026, 6, 12, 0, 5, tzinfo=UTC),
    datetime(2026, 6, 14, 7, 0, tzinfo=UTC),
    datetime(2026, 12, 28, 22, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
]


def open_on(day: date) -> bool:
    return day.weekday() != 6 and (day.month, day.day) != (12, 25)


def pledges(story: Story) -> dict[str, tuple[Event, Pledge]]:
    found: dict[str, tuple[Event, Pledge]] = {}
    for event in story.events:
        if isinstance(event, Answer):
            found |= {pledge.key: (event, pledge) for pledge in event.pledges}
        if isinstance(event, Promised):
            found[event.pledge.key] = (event, event.pledge)
    return found


def waiting(story: Story) -> bool:
    state = False
    for event in story.events:
        if isinstance(event, Mail | NotYet):
            state = True
        elif isinstance(event, Answer | PutRight | Snoozed | Aside):
            state = False
    return state


def test_keys_are_unique_and_every_reference_exists() -> None:
    assert max(Counter(story.key for story in WORLD.stories).values()) == 1
    assert max(Counter(person.email for person in WORLD.people).values()) == 1
    teams = set(WORLD.business.teams)
    for story in WORLD.stories:
        assert WORLD.person(story.person)
        assert story.team in teams
        for event in story.events:
            if isinstance(
                event, Answer | Note | Promised | Kept | Moved | Released | Learned | Snoozed | PutRight | Aside
            ):
                assert WORLD.member(event.by)
            if isinstance(event, Given):
                assert not event.to or WORLD.member(event.to)
                assert not event.team or event.team in teams


def test_all_addresses_are_example_addresses() -> None:
    for address in [person.email for person in WORLD.people] + [member.email for member in WORLD.members]:
        assert address.endswith(".example")


@pytest.mark.parametrize("now", CLOCKS, ids=str)
@pytest.mark.parametrize("story", WORLD.stories, ids=lambda story: story.key)
def test_a_story_happens_in_order_and_in_the_past(story: Story, now: datetime) -> None:
    clock = Clock(now, WORLD.business.zone, open_on)
    times = [clock.moment(event.when) for event in story.events]
    assert times == sorted(times)
    assert times[-1] < now
    assert times[0] > now - timedelta(days=30)
    assert all(event.when.minutes <= MOST_AGO for event in story.events if isinstance(event.when, Ago))


@pytest.mark.parametrize("now", CLOCKS, ids=str)
@pytest.mark.parametrize("story", WORLD.stories, ids=lambda story: story.key)
def test_promises_are_made_before_they_are_due_and_end_once(story: Story, now: datetime) -> None:
    clock = Clock(now, WORLD.business.zone, open_on)
    made = pledges(story)
    for event, pledge in made.values():
        assert clock.moment(event.when) < clock.moment(pledge.due)
    ended = Counter(event.key for event in story.events if isinstance(event, Kept | Released | Broken))
    assert set(ended) <= set(made)
    assert all(count == 1 for count in ended.values())
    for event in story.events:
        if isinstance(event, Kept):
            assert clock.moment(event.when) <= clock.moment(made[event.key][1].due)
        if isinstance(event, Broken):
            assert clock.moment(event.when) > clock.moment(made[event.key][1].due)
    moved = {event.key: event.due for event in story.events if isinstance(event, Moved)}
    for key, (_, pledge) in made.items():
        if key not in ended:
            assert clock.moment(moved.get(key, pledge.due)) > now


@pytest.mark.parametrize("story", WORLD.stories, ids=lambda story: story.key)
def test_only_what_was_put_right_is_confirmed_or_doubted(story: Story) -> None:
    put_right = False
    for event in story.events:
        if isinstance(event, Confirmed | NotYet):
            assert put_right
        put_right = (put_right or isinstance(event, PutRight)) and not isinstance(event, Mail | NotYet | Confirmed)


def test_eight_people_wait_and_two_promises_are_near() -> None:
    assert sum(waiting(story) for story in WORLD.stories) == 8
    soon = [p.due.minutes for s in WORLD.stories for _, p in pledges(s).values() if isinstance(p.due, In)]
    assert sorted(soon)[:2] == [12, 38]


def test_the_words_a_mood_was_read_from_are_in_the_mail() -> None:
    for story in WORLD.stories:
        for event in story.events:
            if isinstance(event, Mail):
                assert all(words in event.text for words in event.words), story.key


@pytest.mark.parametrize("now", CLOCKS, ids=str)
def test_days_and_clocks_are_filled_in_the_language_of_the_mail(now: datetime) -> None:
    clock = Clock(now, WORLD.business.zone, open_on)
    for story in WORLD.stories:
        language = story.language or WORLD.person(story.person).language
        for event in story.events:
            text = clock.fill(getattr(event, "text", ""), language)
            assert "{" not in text
    assert Clock(CLOCKS[0], "Europe/Brussels", open_on).fill("{day+1} {clock-2}", "nl") == "vrijdag 13:20"


def test_a_night_start_counts_from_the_evening_before() -> None:
    clock = Clock(CLOCKS[1], "Europe/Brussels", open_on)
    assert clock.today == date(2026, 6, 11)
    assert clock.open_day(2) == date(2026, 6, 13)
    assert clock.open_day(-4) == date(2026, 6, 6)
