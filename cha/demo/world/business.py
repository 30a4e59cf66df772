"""The shop itself."""

from cha.demo.world.cast import Business

BUSINESS = Business(
    name="Juniper Lane Flowers",
    short_name="Juniper Lane",
    street="Korenmarkt 7, 9000 Ghent",
    place="Ghent",
    email="hello@juniperlane.example",
    phone="+32 9 000 00 00",
    site="https://juniperlane.example",
    zone="Europe/Brussels",
    country="BE",
    language="en",
    colour="#7b2c54",
    answer_minutes=240,
    week=(
        "08:30-12:30 13:15-18:30",
        "08:30-12:30 13:15-18:30",
        "08:30-12:30 13:15-18:30",
        "08:30-12:30 13:15-18:30 19:30-21:00",
        "08:30-18:30",
        "09:00-12:30 13:00-17:00",
        "",
    ),
    days={"08-15": "09:00-13:00", "11-01": "08:00-14:00", "12-24": "08:30-16:00", "12-31": "08:30-16:00"},
    teams=("Online", "Weddings", "Shop", "Sympathy"),
)
