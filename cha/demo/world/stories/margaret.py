"""What Margaret Doyle wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Kept, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "margaret-card",
        person="margaret",
        subject="The card said the wrong thing",
        gist="The card said Joan, her friend is Joanna",
        topic="wrong_item",
        events=(
            Mail(
                Past(7, "09:50"),
                (
                    "Hello – the card said “Dear Joan” and it’s “Dear Joanna”… she noticed, of course. She was "
                    "very good about it but I was mortified.\n\n"
                    "Margaret"
                ),
                mood="upset",
                words=("she noticed, of course", "mortified"),
            ),
            Answer(
                Past(7, "10:20"),
                "ifeoma",
                (
                    "Dear Margaret, that was my pen, and I am sorry. May I write her a card of her own, with her "
                    "whole name and a small bunch to go with it?\n\n"
                    "Ifeoma"
                ),
            ),
            Mail(
                Past(7, "10:41"),
                "You may. That is a lovely way to mend it.",
                mood="glad",
                words=("lovely way to mend it",),
            ),
            Answer(
                Past(7, "10:50"),
                "ifeoma",
                ("Dear Margaret, it goes today, to Joanna, J-o-a-n-n-a.\n\nIfeoma"),
                pledges=(Pledge("joanna", "A card and a small bunch for Joanna", due=Past(6, "17:00"), who="ifeoma"),),
            ),
            Kept(Past(6, "15:30"), "ifeoma", "joanna"),
            PutRight(Past(6, "15:31"), "ifeoma"),
            Confirmed(Past(6, "17:20")),
        ),
    ),
    Story(
        "margaret-thanks",
        person="margaret",
        subject="Joanna rang me",
        gist="Joanna rang her: forgiven twice over",
        topic="praise",
        events=(
            Mail(
                Past(5, "11:15"),
                "Joanna rang me about the card. I am forgiven twice over. God bless the lot of you.",
                mood="glad",
                words=("forgiven twice over", "God bless"),
            ),
            Answer(Past(5, "11:40"), "ifeoma", ("Dear Margaret, that made our morning. Give her our love.\n\nIfeoma")),
            PutRight(Past(5, "11:41"), "ifeoma"),
        ),
    ),
    Story(
        "margaret-again",
        person="margaret",
        subject="A wreath for the door",
        gist="Asks about a summer wreath for a blue door",
        topic="question_product",
        events=(
            Mail(
                Past(1, "10:20"),
                ("What would you hang on a blue door in summer? My sister lives on the Patershol.\n\nMargaret"),
                mood="curious",
                words=("What would you hang",),
            ),
            Answer(
                Past(1, "10:45"),
                "lotte",
                (
                    "Dear Margaret, wheat, lavender and a little yellow. I can have it there on {day+2}. Shall I?\n\n"
                    "Lotte"
                ),
            ),
        ),
        team="Shop",
    ),
)
