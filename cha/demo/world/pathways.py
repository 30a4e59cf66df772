"""The ways there of the shop: what happens next, for each kind of concern that has a way of its own."""

from __future__ import annotations

from typing import Final, TypeAlias

# A step: what makes it done ("them": they did, and a member says so), whether they hear of it, its words by language.
Steps: TypeAlias = tuple[tuple[str, bool, dict[str, str]], ...]

PATHWAYS: Final[tuple[tuple[str, Steps], ...]] = (
    (
        "late_delivery",
        (
            ("read", False, {"en": "We read it", "nl": "We lezen het", "fr": "Nous lisons", "ar": "نقرأ رسالتكم"}),
            (
                "hand",
                True,
                {
                    "en": "We find your flowers",
                    "nl": "We zoeken uw bloemen",
                    "fr": "Nous retrouvons vos fleurs",
                    "de": "Wir finden Ihre Blumen",
                    "es": "Encontramos sus flores",
                    "ar": "نعثر على زهوركم",
                },
            ),
            (
                "put_right",
                False,
                {
                    "en": "They are in your hands",
                    "nl": "U hebt ze in handen",
                    "fr": "Elles sont chez vous",
                    "de": "Sie haben sie in Händen",
                    "es": "Las tiene en sus manos",
                    "ar": "تصل إلى أيديكم",
                },
            ),
        ),
    ),
    (
        "wrong_item",
        (
            (
                "answered",
                False,
                {"en": "One person rings you", "nl": "Eén persoon belt u", "fr": "Une personne vous appelle"},
            ),
            (
                "hand",
                True,
                {
                    "en": "The right flowers are found",
                    "nl": "De juiste bloemen zijn er",
                    "fr": "Les bonnes fleurs sont là",
                },
            ),
            ("them", False, {"en": "You choose", "nl": "U kiest", "fr": "Vous choisissez"}),
            (
                "put_right",
                False,
                {"en": "They stand where they should", "nl": "Ze staan waar ze horen", "fr": "Tout est en place"},
            ),
        ),
    ),
)
