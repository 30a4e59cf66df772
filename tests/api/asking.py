"""A program that asks the API with a token, in tests."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from cha.core.actor import CHA
from cha.team.models import Member
from cha.team.models.api_token import make_token

V1 = "/api/v1"


class Program:
    """Asks as a member, writing unless told otherwise. Answers are Django's, with `.json()`."""

    def __init__(self, member: Member, *, writes: bool = True) -> None:
        self.row, self.token = make_token("a test", member, by=CHA, writes=writes)
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{V1}{path}", query, headers=self.headers())

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: object = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, body: object = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, None, **headers)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> HttpResponse:
        """`headers` in Python's names; a body that is bytes goes as it is."""
        import json

        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, f"{V1}{path}", raw, content_type="application/json", headers={**self.headers(), **named}
        )

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def wrong(response: Any, status: int, code: str) -> str:
    """That an answer is an error of this status and code, in its one shape. Returns its words."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    error = response.json()["error"]
    assert set(response.json()) == {"error"}
    assert set(error) <= {"code", "words", "field"}
    assert error["code"] == code, error
    assert error["words"]
    return str(error["words"])
