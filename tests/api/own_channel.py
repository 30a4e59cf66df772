"""A channel of the API and the program on its other side, in tests."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from cha.channels.models import Channel, add_channel
from cha.channels.models.channel_token import make_channel_token
from cha.core import worker
from cha.core.actor import CHA
from tests.news import wait_for_news

ROOT = "/api/v1/channel"


class OwnChannel:
    """Our side of it is `channel`; the methods are what the other side asks."""

    def __init__(self, name: str = "Our app", **settings: object) -> None:
        self.channel: Channel = add_channel("api", "", by=CHA, name=name, settings=settings)
        self.row, self.token = make_channel_token(self.channel, by=CHA)
        self.client = Client(raise_request_exception=False)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str = "", **query: Any) -> Any:
        return self.client.get(f"{ROOT}{path}", query, headers=self.headers())

    def post(self, path: str, body: object) -> Any:
        raw = json.dumps(body).encode()
        return self.client.post(f"{ROOT}{path}", raw, content_type="application/json", headers=self.headers())

    def put_file(self, name: str, content: bytes) -> Any:
        kind = "application/octet-stream"
        return self.client.put(f"{ROOT}/files?name={name}", content, content_type=kind, headers=self.headers())

    def says(self, text: str, *, id: str = "m1", handle: str = "ada", **more: Any) -> Any:
        """What somebody says, and what follows from it is done."""
        answer = self.post("/messages", {"handle": handle, "id": id, "text": text, **more})
        worker.run_all()
        return answer

    def events(self, after: str = "") -> Any:
        """What happened after a place, once nothing that is recorded is held back any more."""
        wait_for_news()
        return self.get("/events", **({"after": after} if after else {})).json()
