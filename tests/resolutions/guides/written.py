"""A guide in a few lines, for tests."""

from __future__ import annotations

from cha.resolutions.guides.flow import Flow
from cha.resolutions.guides.reading import read

LATE = """\
Guide: Late delivery
About: When somebody asks where their flowers are.
Topics: late_delivery
Language: en

[left] Ask: Has it left the workshop?
  Known from: order status
  - Yes (on its way, shipped) → moment
  - No (being made) → workshop

[workshop] Do: Ask the workshop, then promise a time.
  → moment

[moment] Ask: Will it be there before the moment that matters?
  Keep: Is it there in time?
  - Yes → time
  - No, same day → ways
  - Ring first → workshop

[time] Say: It is on its way, {first_name}, and there at {time}.
  nl: Het is onderweg, {first_name}, en er om {time}.
  → end, with a promise

[ways] Offer: It will be late and we are sorry. Which would you like?
  nl: Het komt later en het spijt ons. Wat wilt u?
  Way: part 9.50 EUR within 1 day: The delivery is on us | To your card
  Way in nl: De bezorging is voor ons | Naar uw kaart
  Way: replacement costs 60% within 2 hours: New ones today
  Way in nl: Nieuwe, vandaag
  → end, with their choice
"""


def flow(text: str = LATE) -> Flow:
    """The guide, which can be read."""
    reading = read(text)
    assert not reading.wrong, reading.wrong
    return reading.flow
