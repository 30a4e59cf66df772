"""What every medium keeps to, ours and anybody's: one suite over all of them, the example of the guide included."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cha.channels.base import Capabilities, Health, Inbound, Outcome
from cha.channels.carrying import fit
from cha.channels.models import Delivery, Payload
from cha.channels.models.payload import receive
from cha.channels.pipeline.reading import read_now
from cha.channels.registry import OURS, media, medium_called
from cha.channels.ways import usual_way, ways_to
from cha.conversations.models import Conversation, Kind, Message, say
from cha.core import worker
from cha.core.errors import NotFound
from cha.people.models import ContactPoint
from tests.channels.samples import SAMPLES, WORDS, Sample
from tests.shop import Shop

EXAMPLE = Path(__file__).parents[2] / "docs/channels/example"
ROOMS = Path(__file__).parents[2] / "cha/channels"
NAMES = [kind.name for kind in OURS]
everyone = pytest.mark.parametrize("name", [*NAMES, "letterbox"])


@pytest.fixture(scope="module", autouse=True)
def _example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The example is a package that is installed: found by its entry point, as anybody's."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "letterbox.py").write_text((EXAMPLE / "letterbox.py").read_text())
    told = folder / "letterbox-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: letterbox\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[cha.channels]\nletterbox = letterbox:Letterbox\n")
    sys.path.insert(0, str(folder))
    media.cache_clear()
    yield
    sys.path.remove(str(folder))
    media.cache_clear()


def sample_of(name: str) -> Sample:
    if name not in SAMPLES:
        pytest.fail(f"tests/channels/samples.py has nothing that comes in over {name}")
    return SAMPLES[name]


def come_in(shop: Shop, name: str, folder: Path, words: str = WORDS, called: str = "one") -> Message:
    """Somebody's words come in, and what follows from it is done."""
    sample = sample_of(name)
    payload = receive([sample.arrives(sample.channel(folder), words, called)])[0]
    worker.run_all()
    payload.refresh_from_db()
    assert payload.state == Payload.State.READ, payload.said
    message = Message.objects.get(pk=payload.message_id)
    sample.then(message)
    return message


@pytest.mark.parametrize("name", NAMES)
def test_ours_have_the_same_five_files(name: str) -> None:
    here = {path.stem for path in (ROOMS / name).iterdir()}
    assert {"medium", "receiving", "reading", "sending", "health"} <= here


@everyone
def test_it_says_what_it_is(name: str) -> None:
    medium = medium_called(name)
    assert medium.name == name
    assert medium.label[0].isupper()
    assert medium.by[0].islower()
    assert medium.point_kind in ContactPoint.Kind.values
    assert isinstance(medium.capabilities, Capabilities)


def test_the_core_never_asks_which_medium_it_is() -> None:
    asks = re.compile(r"medium\s*(==|!=|in)\s*[(\[]?[\"']({})".format("|".join(NAMES)))
    rooms = [ROOMS.parent / room for room in ("people", "conversations", "promises", "notifications", "workspace/now")]
    core = [*ROOMS.glob("*.py"), *ROOMS.glob("pipeline/*.py"), *ROOMS.glob("models/*.py")]
    core += [path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts]
    found = [f"{path}: {line}" for path in core for line in path.read_text().splitlines() if asks.search(line)]
    # What is typed into the filter is a word of the reader's; only a channel of the API has tokens.
    known = ("filters/conditions.py", "models/channel_token.py")
    assert [line for line in found if not any(name in line for name in known)] == []


def test_a_medium_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(NotFound, match="no medium called “pigeon”"):
        medium_called("pigeon")


@everyone
@given(raw=st.binary(max_size=300))
def test_reading_junk_is_values_or_a_sentence_and_asks_no_database(name: str, raw: bytes) -> None:
    # No database may be asked in a test that has none: pytest-django would refuse it.
    try:
        read = medium_called(name).read(Payload(medium=name, raw=raw, size=len(raw), digest="0" * 64))
    except ValueError as error:
        said: Inbound | str = str(error)
    else:
        said = read
    assert isinstance(said, Inbound) or said


@pytest.mark.django_db(transaction=True)
@everyone
class TestOneContact:
    """From what comes in to what goes out."""

    def test_what_comes_in_is_one_message_of_one_person(self, shop: Shop, name: str, tmp_path: Path) -> None:
        message = come_in(shop, name, tmp_path)
        assert message.medium == name
        assert WORDS in message.text
        assert message.channel_id == sample_of(name).channel(tmp_path).pk
        assert message.conversation.person.points.exists()

    def test_the_same_twice_is_one_message(self, shop: Shop, name: str, tmp_path: Path) -> None:
        first = come_in(shop, name, tmp_path)
        again = come_in(shop, name, tmp_path)
        assert first == again
        assert Message.objects.filter(kind=Kind.HEARD).count() == 1

    def test_reading_it_at_once_and_by_the_worker_is_one_message(self, shop: Shop, name: str, tmp_path: Path) -> None:
        sample = sample_of(name)
        payload = receive([sample.arrives(sample.channel(tmp_path), WORDS, "one")])[0]
        assert read_now(payload) is not None
        worker.run_all()
        assert Message.objects.filter(kind=Kind.HEARD).count() == 1

    def test_an_answer_goes_the_way_it_came_or_says_which_it_takes(self, shop: Shop, name: str, tmp_path: Path) -> None:
        conversation = come_in(shop, name, tmp_path).conversation
        way = usual_way(conversation)
        assert way, "they can be answered"
        if medium_called(name).capabilities.answers:
            assert (way.channel.medium, way.why_not) == (name, "")
        said = say(conversation, "It is me: Maartje.", by=shop.maartje, hold=timedelta(0))
        worker.run_all()
        said.refresh_from_db()
        delivery = Delivery.objects.get(message=said)
        assert (said.medium, delivery.channel, delivery.address) == (way.channel.medium, way.channel, way.address)
        assert "It is me: Maartje." in delivery.text
        assert delivery.state in ("sent", "unsent", "waiting"), delivery.said

    def test_an_answer_is_called_the_same_at_every_try(self, shop: Shop, name: str, tmp_path: Path) -> None:
        medium, channel = medium_called(name), sample_of(name).channel(tmp_path)
        assert medium.external_id(7, channel) == medium.external_id(7, channel) != medium.external_id(8, channel)

    def test_every_failure_to_send_is_an_outcome(self, shop: Shop, name: str, tmp_path: Path) -> None:
        channel = sample_of(name).channel(tmp_path / "not" / "there")
        nowhere = Delivery(channel=channel, address="", kind="reply", text="x", external_id="none:1", conversation=None)
        outcome = medium_called(name).send(nowhere, channel)
        assert isinstance(outcome, Outcome)
        assert outcome.sent or outcome.said

    def test_its_health_is_a_sentence(self, shop: Shop, name: str, tmp_path: Path) -> None:
        health = medium_called(name).health(sample_of(name).channel(tmp_path))
        assert isinstance(health, Health)
        assert health.tone in ("leaf", "honey", "plum")
        assert health.words.endswith(".")


@pytest.mark.django_db(transaction=True)
def test_in_a_messenger_everything_is_one_thread_until_it_is_put_right(shop: Shop, tmp_path: Path) -> None:
    first = come_in(shop, "letterbox", tmp_path, "One.")
    assert come_in(shop, "letterbox", tmp_path, "Two.").conversation_id == first.conversation_id
    Conversation.objects.filter(pk=first.conversation_id).update(state="confirmed")
    assert come_in(shop, "letterbox", tmp_path, "Three.").conversation_id != first.conversation_id


@pytest.mark.django_db(transaction=True)
def test_what_is_laid_out_is_short_enough_and_leads_to_the_rest(shop: Shop, tmp_path: Path) -> None:
    conversation = come_in(shop, "letterbox", tmp_path).conversation
    say(conversation, "Peonies open late. " * 60, by=shop.maartje, hold=timedelta(0), buttons=["Today", "Friday"])
    worker.run_all()
    laid = max(tmp_path.glob("*.txt"), key=lambda path: path.stat().st_size).read_text()
    assert len(laid) <= medium_called("letterbox").capabilities.length
    assert "1. Today\n2. Friday" in laid
    assert "/w/" in laid


@pytest.mark.django_db(transaction=True)
def test_who_came_another_way_first_is_answered_where_they_wrote_last(shop: Shop, tmp_path: Path) -> None:
    talk = shop.adaeze_writes()
    ways = ways_to(talk)
    assert [way.channel.medium for way in ways] == ["email"]
    assert ways[0].last


texts = st.text(max_size=3000)


@given(text=texts, buttons=st.lists(st.text(max_size=40), max_size=6), length=st.none() | st.integers(1, 2000),
       tapped=st.integers(0, 5), link=st.sampled_from(["", "https://cha.example/w/abc"]))  # fmt: skip
def test_what_is_carried_fits(text: str, buttons: list[str], length: int | None, tapped: int, link: str) -> None:
    can = Capabilities(length=length, buttons=tapped)
    fitted = fit(text, can, buttons=buttons, link=link)
    assert length is None or len(fitted.text) <= length
    assert fitted.buttons in ((), tuple(buttons))
    if length is None:
        assert text.strip() in fitted.text
        assert all(words in fitted.text or words in fitted.buttons for words in buttons)


def test_the_example_is_as_short_as_it_says() -> None:
    source = (EXAMPLE / "letterbox.py").read_text()
    body = source[source.index("class Letterbox") :]
    lines = [line for line in body.splitlines() if line.strip() and '"""' not in line]
    assert len(lines) <= 21
