"""What Samir Rahimi wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Mail, PutRight, Story
from cha.demo.world.moments import Ago, Past

STORIES = (
    Story(
        "samir-cat",
        person="samir",
        subject="Olive tree and cats",
        gist="Is the olive tree safe for a cat?",
        topic="question_product",
        events=(
            Mail(
                Ago(2),
                (
                    "Hi! Is the olive tree in your window safe for a cat? Mine eats everything, he is called "
                    "Noodle. Could I collect it today?\n\n"
                    "Samir"
                ),
                mood="curious",
                words=("Is the olive tree", "Could I"),
            ),
        ),
        over="chat",
        tags=("plants",),
        team="Shop",
    ),
    Story(
        "samir-pot",
        person="samir",
        subject="Pot with a hole",
        gist="Wants a pot with a hole in it",
        topic="question_product",
        events=(
            Mail(
                Past(5, "14:00"),
                ("Do your clay pots have a hole at the bottom? My last plant drowned.\n\nSamir"),
                mood="curious",
                words=("Do your clay pots",),
            ),
            Answer(
                Past(5, "14:20"),
                "lotte",
                ("Hi Samir, all but the glazed ones do. Poor plant. Bring it by, we have a look.\n\nLotte"),
            ),
            Mail(Past(5, "14:26"), "It is beyond help, but thanks :)", mood="glad", words=("thanks :)",)),
            PutRight(Past(5, "14:40"), "lotte"),
            Confirmed(Past(5, "14:52")),
        ),
        tags=("plants",),
        team="Shop",
    ),
    Story(
        "samir-lavender",
        person="samir",
        subject="Lavender and bees",
        gist="Which lavender for bees on a balcony",
        topic="question_product",
        events=(
            Mail(
                Past(13, "09:40"),
                "Which lavender do bees like best? I have a balcony of two square metres and big plans.",
                mood="curious",
                words=("Which lavender",),
            ),
            Answer(
                Past(13, "10:15"),
                "tomasz",
                ("Hi Samir, the plain one, Lavandula angustifolia. Three pots and the bees move in.\n\nTomasz"),
            ),
            Mail(Past(13, "10:30"), "Big plans confirmed. Thank you!", mood="glad", words=("Thank you!",)),
            PutRight(Past(13, "10:40"), "tomasz"),
            Confirmed(Past(12, "09:10")),
        ),
        tags=("plants",),
        team="Shop",
    ),
)
