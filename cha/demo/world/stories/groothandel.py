"""What Groothandel De Bloem wrote to the shop about, and what came of it."""

from cha.demo.world.events import Aside, Mail, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "wholesale-tulips",
        person="groothandel",
        subject="Tulpen aan halve prijs",
        gist="Wholesaler’s newsletter",
        topic="other",
        events=(
            Mail(Past(3, "09:00"), "Alleen deze week: tulpen aan halve prijs. Bestel nu. Uitschrijven kan onderaan."),
            Aside(Past(3, "09:01"), "lotte", "list"),
        ),
    ),
)
