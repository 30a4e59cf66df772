"""What Markus Brandt wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Given, Mail, Note, Pledge, Promised, PutRight, Story
from cha.demo.world.moments import Ago, In, Past

STORIES = (
    Story(
        "markus-late",
        person="markus",
        subject="Verspätete Lieferung",
        gist="Wants his money back for a late delivery",
        topic="refund",
        events=(
            Mail(
                Past(1, "16:10"),
                (
                    "Guten Tag, die Blumen für meine Schwiegermutter sollten um 12 Uhr da sein. Sie kamen um 15 "
                    "Uhr, als alle schon weg waren. Bestellung JL-2254. Ich erwarte eine Erklärung.\n\n"
                    "Markus Brandt"
                ),
                mood="upset",
                words=("kamen um 15 Uhr", "Erklärung"),
                english=(
                    "The flowers for my mother-in-law should have been there at 12. They came at 15:00, when "
                    "everybody had left. Order JL-2254."
                ),
            ),
            Answer(
                Past(1, "16:45"),
                "maartje",
                (
                    "Guten Tag Herr Brandt, es tut mir leid. Die Blumen kamen drei Stunden zu spät. Sie bekommen "
                    "die Lieferung zurück, 9,50 €.\n\n"
                    "Maartje"
                ),
            ),
            Mail(
                Ago(25),
                (
                    "9,50 €?? Wollen Sie mich verarschen? Ihr seid doch alle unfähig. Ich will mein ganzes Geld "
                    "zurück, HEUTE, sonst schreibe ich überall, was das für ein Saftladen ist.\n\n"
                    "Brandt"
                ),
                mood="hostile",
                words=("verarschen", "unfähig", "Saftladen"),
                english=(
                    "€9.50? Are you kidding me? You are all incompetent. I want all my money back, TODAY, or I "
                    "write everywhere what kind of shop this is."
                ),
            ),
            Note(Ago(20), "priya", "@Maartje I take this one. Nobody has to read that twice. Have a cup of tea."),
            Given(Ago(19), "priya", to="priya"),
            Promised(
                Ago(18),
                "priya",
                Pledge(
                    "plain",
                    "Eine klare Antwort zur verspäteten Lieferung",
                    due=In(158),
                    who="priya",
                    english="A plain answer about the late delivery",
                ),
            ),
        ),
        tags=("courier",),
    ),
    Story(
        "markus-card",
        person="markus",
        subject="Grußkarte",
        gist="Wanted the card handwritten, got it",
        topic="change_order",
        events=(
            Mail(
                Past(11, "14:20"),
                "Kann die Karte von Hand geschrieben werden? Meine Schwiegermutter legt Wert darauf.",
                english="Can the card be written by hand? My mother-in-law cares about it.",
            ),
            Answer(
                Past(11, "15:00"),
                "tomasz",
                ("Guten Tag Herr Brandt, ich schreibe sie selbst, mit Tinte. Was soll darauf stehen?\n\nTomasz"),
            ),
            Mail(
                Past(10, "09:05"),
                "Alles Liebe zum Geburtstag, Deine Kölner. Danke.",
                english="Happy birthday, your people in Köln. Thanks.",
            ),
            Answer(Past(10, "09:30"), "tomasz", ("Steht drauf. Gern geschehen.\n\nTomasz")),
            PutRight(Past(10, "09:31"), "tomasz"),
        ),
    ),
)
