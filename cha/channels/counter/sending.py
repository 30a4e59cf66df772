"""Sending: nothing goes out over a counter. Who was there follows on their phone, or is answered another way."""

from __future__ import annotations

from typing import Final

from cha.channels.base import Outcome

NOTHING: Final = Outcome(sent=False, permanent=True, said="A counter cannot answer. Choose another way for it.")
