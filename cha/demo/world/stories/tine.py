"""What Tine Goossens wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, File, Kept, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "tine-cake",
        person="tine",
        subject="Foto van de taart",
        gist="Flowers in the colour of the cake",
        topic="wedding",
        events=(
            Mail(
                Past(4, "10:20"),
                ("Dag Ifeoma, zo ziet de taart eruit. Kunnen de bloemen in dezelfde kleur?\n\nTine"),
                mood="curious",
                words=("Kunnen",),
                english="This is what the cake looks like. Can the flowers be the same colour?",
                files=(
                    File(
                        name="taart.png",
                        shows="a pink wedding cake with three tiers",
                        colours=("#f4c6d4", "#ffffff", "#d991a8", "#8fa787"),
                    ),
                ),
            ),
            Answer(
                Past(4, "11:00"),
                "ifeoma",
                ("Dag Tine, ja: bijna dezelfde roze. Ik leg een staal naast de foto en stuur het je.\n\nIfeoma"),
                pledges=(
                    Pledge(
                        "sample",
                        "Een staal naast de foto",
                        due=Past(3, "12:00"),
                        who="ifeoma",
                        english="A sample beside the photo",
                    ),
                ),
            ),
            Answer(
                Past(3, "11:20"),
                "ifeoma",
                ("Dag Tine, links jouw taart, rechts onze rozen.\n\nIfeoma"),
                files=(
                    File(
                        name="staal.png",
                        shows="pink roses beside a photo of a cake",
                        colours=("#f2c1d0", "#e7a9bd", "#f6efe9", "#8fa787"),
                    ),
                ),
            ),
            Kept(Past(3, "11:21"), "ifeoma", "sample"),
            Mail(
                Past(3, "11:45"),
                "Prachtig! Precies goed.",
                mood="glad",
                words=("Prachtig!",),
                english="Beautiful! Exactly right.",
            ),
            PutRight(Past(3, "11:50"), "ifeoma"),
            Confirmed(Past(3, "13:20")),
        ),
        tags=("wedding",),
        team="Weddings",
    ),
    Story(
        "tine-edible",
        person="tine",
        subject="Eetbare bloemen",
        gist="Edible flowers for a cake, unsprayed",
        topic="question_product",
        events=(
            Mail(
                Past(15, "08:45"),
                "Hebben jullie onbespoten viooltjes, voor op een taart?",
                mood="curious",
                words=("Hebben jullie",),
                english="Do you have unsprayed violets, for a cake?",
            ),
            Answer(
                Past(15, "09:20"),
                "tomasz",
                ("Dag Tine, van onze eigen binnenkoer: ja. Twee bakjes, morgen.\n\nTomasz"),
                pledges=(
                    Pledge(
                        "violets",
                        "Twee bakjes onbespoten viooltjes",
                        due=Past(14, "10:00"),
                        who="tomasz",
                        english="Two trays of unsprayed violets",
                    ),
                ),
            ),
            Kept(Past(14, "09:40"), "tomasz", "violets"),
            PutRight(Past(14, "09:41"), "tomasz"),
            Confirmed(Past(14, "18:00")),
        ),
        team="Shop",
    ),
)
