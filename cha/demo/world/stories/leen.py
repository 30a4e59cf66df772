"""What Leen Maes wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Mail, Note, Pledge, PutRight, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "leen-graduation",
        person="leen",
        subject="Diploma-uitreiking",
        gist="A bouquet for a graduation, about forty euros",
        topic="question_product",
        events=(
            Mail(
                Past(9, "18:05"),
                ("Ik zoek een boeket voor een diploma-uitreiking, rond de 40 euro. Wat raden jullie aan?\n\nLeen"),
                mood="curious",
                words=("Wat raden jullie aan",),
                english="I look for a bouquet for a graduation, about 40 euros. What do you advise?",
            ),
            Answer(
                Past(8, "08:50"),
                "lotte",
                ("Dag Leen, zonnebloemen met korenbloem: die staan op elke foto goed. 38 euro.\n\nLotte"),
            ),
            Mail(
                Past(8, "12:35"),
                "Fijn, dank je! Zaterdag kom ik langs.",
                mood="glad",
                words=("dank je",),
                english="Lovely, thanks! I come by on Saturday.",
            ),
            PutRight(Past(7, "16:40"), "lotte"),
            Confirmed(Past(6, "10:10")),
        ),
        team="Shop",
    ),
    Story(
        "leen-class",
        person="leen",
        subject="Met de klas op bezoek",
        gist="Would like to visit the workshop with her class",
        topic="other",
        events=(
            Mail(
                Past(1, "16:50"),
                "Mag ik met mijn klas (24 kinderen, 8 jaar) eens in het atelier komen kijken?",
                mood="curious",
                words=("Mag ik",),
                english="May I visit the workshop with my class (24 children, 8 years old)?",
            ),
            Note(Past(1, "17:05"), "lotte", "@Priya may they? I would love to show them."),
            Answer(
                Past(1, "17:20"),
                "lotte",
                ("Dag Leen, wat leuk. Ik vraag het aan Priya en schrijf je vóór {day+2}.\n\nLotte"),
                pledges=(
                    Pledge(
                        "class",
                        "Een antwoord over het klasbezoek",
                        due=Ahead(2, "16:00"),
                        who="lotte",
                        english="An answer about the class visit",
                    ),
                ),
            ),
        ),
        team="Shop",
    ),
)
