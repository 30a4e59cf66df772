"""What Wout Desmet wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Mail, Note, Pledge, PutRight, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "wout-surprise",
        person="wout",
        subject="Sst: een verrassing",
        gist="Wants one peony in her coat, a surprise for Adaeze",
        topic="wedding",
        events=(
            Mail(
                Past(5, "13:10"),
                (
                    "Dag Maartje, voor de grote dag: kan er één roze pioen in haar jaszak zitten, zonder dat ze "
                    "het weet? Dat was de eerste bloem die ik haar gaf.\n\n"
                    "Wout"
                ),
                mood="glad",
                words=("de eerste bloem",),
                english=(
                    "For the big day: can one pink peony be in her coat pocket without her knowing? It was the "
                    "first flower I gave her."
                ),
            ),
            Answer(
                Past(5, "13:40"),
                "maartje",
                ("Dag Wout, dat doen we. Chidinma smokkelt ze binnen. Ik zeg niets.\n\nMaartje"),
                pledges=(
                    Pledge(
                        "peony",
                        "Eén roze pioen in haar jaszak, ongezien",
                        due=Ahead(2, "09:00"),
                        who="maartje",
                        english="One pink peony, in her coat pocket, unseen",
                    ),
                ),
            ),
            Note(Past(5, "13:42"), "maartje", "Do not mention this to Adaeze. @Ifeoma @Tomasz @Lotte"),
            Mail(
                Past(5, "14:00"),
                "Top! Ze weet van niets.",
                mood="glad",
                words=("Top!",),
                english="Great! She knows nothing.",
            ),
            Answer(Past(5, "14:10"), "maartje", ("Dag Wout, ik zwijg als een pioen.\n\nMaartje")),
        ),
        tags=("wedding",),
        team="Weddings",
    ),
    Story(
        "wout-pause",
        person="wout",
        subject="Abonnement pauzeren",
        gist="Pause the subscription over the honeymoon",
        topic="subscription",
        events=(
            Mail(
                Past(4, "15:30"),
                "Mag mijn abonnement in juli rusten? Wij zijn op huwelijksreis.",
                english="May my subscription rest in July? We are on honeymoon.",
            ),
            Answer(Past(4, "15:50"), "ifeoma", ("Dag Wout, het rust vanaf juli. Wanneer weer?\n\nIfeoma")),
            Mail(
                Past(4, "16:20"),
                "Vanaf 1 augustus weer graag. Fijne zomer!",
                mood="glad",
                words=("Fijne zomer",),
                english="From 1 August again please. Have a fine summer!",
            ),
            PutRight(Past(4, "16:25"), "ifeoma"),
            Confirmed(Past(3, "08:40")),
        ),
        tags=("subscription",),
    ),
)
