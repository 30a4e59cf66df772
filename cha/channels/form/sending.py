"""Sending: nothing goes out over a form. What is answered goes by mail, to the address that was left."""

from __future__ import annotations

from typing import Final

from cha.channels.base import Outcome

NOTHING: Final = Outcome(sent=False, permanent=True, said="A form cannot answer. Choose another way for it.")
