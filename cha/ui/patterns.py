"""What the pattern page shows: samples from Juniper Lane, the flower shop of the demo."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cha.ui.pieces import Me, Place, Rail, Shop, Step

SECTIONS = ("buttons", "fields", "people", "promises", "talk", "feedback", "settings", "lists")

MOODS = (
    ("glad", "Delighted"),
    ("curious", "Curious"),
    ("calm", "Calm"),
    ("worried", "Worried"),
    ("grieving", "Grieving"),
    ("upset", "Upset"),
    ("hostile", "Hostile words"),
)
RINGS = (
    ("calm", 15, "Samir Rahimi", 4),
    ("calm", 45, "Ana Lúcia Ferreira", 3),
    ("soon", 70, "Piet Claes", 5),
    ("now", 92, "Adaeze Nwosu", 2),
    ("now", 100, "Huda Al-Mansoori", 6),
    ("rest", 0, "Grace Mbatha", 7),
)
STEPS = (
    Step("done", "White stems found", "10:40"),
    Step("now", "Maartje calls", "before 14:00"),
    Step("next", "In the hall, white", "Friday by 16:00"),
)
LATE = (
    Step("done", "Heard", "09:59"),
    Step("late", "Courier late", "14:35, was 14:00"),
    Step("next", "Handed over", "14:35"),
)


def context() -> dict[str, Any]:
    """Everything the templates of `ui/patterns/` name; times are around now, in UTC."""
    now = timezone.now()
    return {
        "rail": _rail(),
        "sections": SECTIONS,
        "moods": MOODS,
        "rings": RINGS,
        "steps": STEPS,
        "late": LATE,
        "since": (now - timedelta(minutes=70)).isoformat(timespec="seconds"),
        "until": (now + timedelta(minutes=38)).isoformat(timespec="seconds"),
    }


def customer_context() -> dict[str, Any]:
    """What the customers' part of the pattern page names."""
    return {"shop": Shop("Juniper Lane Flowers", "#", "juniper"), "steps": STEPS}


def _rail() -> Rail:
    places = (
        Place("now", "Now", "hand-heart", "#now", "8", "g n"),
        Place("promises", "Promises", "handshake", "#promises", "11", "g p"),
        Place("all", "All conversations", "inbox", "#all", "", "g a", "All"),
        Place("people", "People", "users", "#people"),
    )
    more = (
        Place("failures", "Failures", "circle-alert", "#failures", "2"),
        Place("settings", "Settings", "settings", "#settings"),
    )
    return Rail(
        "Juniper Lane", Me("Maartje de Wit", 5, "Here until 17:30"), "#", "#find", "now", places, "The house", more
    )
