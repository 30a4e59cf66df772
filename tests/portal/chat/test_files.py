"""Files in the chat: taken for what they are, in pieces, from those who sent them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from cha.channels.models.channel import change_channel
from cha.conversations.models import Attachment
from cha.core import files, worker
from cha.core.actor import CHA
from cha.core.errors import TooLarge
from cha.portal.chat.kinds import kind_of
from tests.portal.chat.conftest import Browser, Chat
from tests.portal.chat.test_doors import error

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send(browser: Browser, content: bytes = PNG, name: str = "leaves.png") -> Any:
    """One file, as the widget sends it."""
    return browser.ask("PUT", f"/files?name={name}", content, content_type="application/octet-stream")


def zipped(*names: str) -> bytes:
    """A zip with files of these names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def test_file_goes_with_the_message_and_is_fetched_again(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    sent = send(visitor)
    assert (sent.status_code, sent.json()["type"], sent.json()["size"]) == (201, "image/png", len(PNG))
    said = visitor.say("", files=[sent.json()["id"]]).json()
    (file,) = said["message"]["files"]
    assert (file["name"], file["size"]) == ("leaves.png", len(PNG))
    path = "/files/" + file["url"].rpartition("/files/")[2]
    stranger = chat.browser()
    fetched = stranger.ask("GET", path)
    assert b"".join(fetched) == PNG
    [closer() for closer in fetched._resource_closers]
    assert fetched["Content-Type"] == "image/png"
    assert "sandbox" in fetched["Content-Security-Policy"]
    assert stranger.ask("GET", path[:-2]).status_code == 404
    row = Attachment.objects.get()
    assert (row.size, row.content_type) == (len(PNG), "image/png")


def test_file_of_another_visitor_cannot_be_sent(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    named = send(visitor).json()["id"]
    stranger = chat.browser()
    stranger.come()
    assert error(stranger.say("", files=[named])) == (422, "invalid")
    assert visitor.say("", files=[named, named]).json()["message"]["files"][1:] == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00", "flowers.png"), (b"<svg xmlns='x'/>", "flowers.svg"), (b"<!doctype html><script>", "a.txt"),
        (b"#!/bin/sh\n", "a.txt"), (b"\x7fELF", "a.csv"), (zipped("a.exe"), "a.docx"), (b"RIFFxxxxAVI ", "a.avi"),
        (b"hello", "a.html"),
    ],
)  # fmt: skip
def test_wrong_kind_is_refused_whatever_it_is_called(visitor: Browser, content: bytes, name: str) -> None:
    visitor.come()
    assert error(send(visitor, content, name)) == (415, "file_type")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PNG, "a.exe", "image/png"), (b"\xff\xd8\xff\xe0", "a", "image/jpeg"), (b"%PDF-1.7", "a", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic", "a", "image/heic"), (b"\x00\x00\x00\x18ftypisom", "a", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "a", "video/quicktime"), (b"RIFF\x00\x00\x00\x00WEBP", "a", "image/webp"),
        (zipped("word/document.xml"), "a.zip", WORD), (zipped("[Content_Types].xml", "x"), "a.docx", WORD),
        ("Größe".encode(), "a.txt", "text/plain"), ("Größe".encode("latin-1"), "a.csv", "text/csv"),
        (b"x" * 4095 + "ü".encode()[:1], "a.txt", "text/plain"),
    ],
)  # fmt: skip
def test_kind_is_what_the_bytes_are(content: bytes, name: str, kind: str) -> None:
    assert kind_of(content[:4096], name) == kind


def test_name_says_what_it_is(visitor: Browser) -> None:
    visitor.come()
    assert send(visitor, PNG, "../../holiday.exe").json()["name"] == "holiday.exe.png"
    assert send(visitor, PNG + b"1", "").json()["name"] == "file.png"


def test_too_large_is_refused_before_it_is_kept(chat: Chat, visitor: Browser) -> None:
    change_channel(chat.channel, by=CHA, settings={**chat.channel.settings, "file_mb": 1})
    visitor.come()
    answer = send(visitor, PNG + b"x" * (1024 * 1024))
    assert error(answer) == (413, "too_large")
    assert "1 MB" in answer.json()["error"]["words"]
    assert send(visitor, PNG + b"x" * (1024 * 1024 - len(PNG))).status_code == 201
    change_channel(chat.channel, by=CHA, settings={**chat.channel.settings, "file_mb": 0})
    assert error(send(visitor)) == (415, "file_type")


def test_more_bytes_than_were_announced_leave_nothing_behind(db: None) -> None:
    before = {path for path in files.root().rglob("*") if path.is_file()}
    with pytest.raises(TooLarge):
        files.put_from(io.BytesIO(b"x" * 2000), 1999, b"y")
    assert {path for path in files.root().rglob("*") if path.is_file()} == before


def test_files_are_counted(visitor: Browser) -> None:
    visitor.come()
    statuses = [send(visitor, PNG + bytes([number])).status_code for number in range(21)]
    assert statuses[-2:] == [201, 429]
    assert error(send(visitor, b"", "a.png")) == (429, "too_many")


def test_empty_file_is_none(visitor: Browser) -> None:
    visitor.come()
    assert error(send(visitor, b"")) == (422, "invalid")


def test_file_of_an_answer_is_shown(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    message = chat.answers(named)
    Attachment.objects.create(message=message, name="care.pdf", content_type="application/pdf", size=4,
                              digest=files.put(b"%PDF"))  # fmt: skip
    worker.run_all()
    (file,) = visitor.opened(named)["messages"][-1]["files"]
    fetched = visitor.ask("GET", "/files/" + file["url"].rpartition("/files/")[2])
    assert fetched["Content-Disposition"].startswith("attachment")
    assert fetched["Content-Type"] == "application/octet-stream"
    [closer() for closer in fetched._resource_closers]
