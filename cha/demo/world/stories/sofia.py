"""What Sofia Romano wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Kept, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "sofia-exam",
        person="sofia",
        subject="Un mazzo per mio figlio",
        gist="Flowers for her son after his exam",
        topic="question_product",
        events=(
            Mail(
                Past(6, "12:45"),
                (
                    "Buongiorno, mio figlio si laurea a Gand. Un mazzo allegro, con una foglia d’alloro, è "
                    "possibile? JL-2281\n\n"
                    "Sofia"
                ),
                mood="glad",
                words=("si laurea",),
                english="My son graduates in Ghent. A cheerful bouquet with a laurel leaf, is that possible?",
            ),
            Answer(
                Past(6, "14:00"),
                "ifeoma",
                (
                    "Dear Sofia, with laurel of course, as it is done in Bologna. It is at his door on the day, "
                    "before noon.\n\n"
                    "Ifeoma"
                ),
                pledges=(
                    Pledge("laurel", "The bouquet with laurel at your son’s door", due=Past(3, "12:00"), who="ifeoma"),
                ),
            ),
            Kept(Past(3, "11:30"), "ifeoma", "laurel"),
            Mail(
                Past(3, "12:40"),
                "Che bello! Grazie mille a tutti.",
                mood="glad",
                words=("Che bello!", "Grazie mille"),
                english="How beautiful! Many thanks to all.",
            ),
            PutRight(Past(3, "13:30"), "ifeoma"),
            Confirmed(Past(3, "14:00")),
        ),
    ),
    Story(
        "sofia-late",
        person="sofia",
        subject="È arrivato?",
        gist="Asked whether they had arrived, they came twenty minutes late",
        topic="late_delivery",
        events=(
            Mail(
                Past(12, "12:10"),
                "Buongiorno, il mazzo di mio figlio è arrivato? Doveva essere lì alle dodici.",
                mood="worried",
                words=("è arrivato?",),
                english="Has my son’s bouquet arrived? It should have been there at twelve.",
            ),
            Answer(
                Past(12, "12:18"),
                "maartje",
                ("Dear Sofia, it is two streets away, and late. I am sorry. You hear from me at 12:45.\n\nMaartje"),
                pledges=(Pledge("news", "News at 12:45", due=Past(12, "12:45"), who="maartje"),),
            ),
            Answer(Past(12, "12:33"), "maartje", ("Dear Sofia, he has them. He looked pleased, says Rosa.\n\nMaartje")),
            Kept(Past(12, "12:34"), "maartje", "news"),
            Mail(
                Past(12, "12:50"),
                "Grazie, che gentile!",
                mood="glad",
                words=("Grazie",),
                english="Thank you, how kind!",
            ),
            PutRight(Past(12, "13:20"), "maartje"),
            Confirmed(Past(12, "13:30")),
        ),
        tags=("courier",),
    ),
)
