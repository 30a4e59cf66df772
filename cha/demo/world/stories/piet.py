"""What Piet Claes wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import Answer, Confirmed, Given, Kept, Learned, Mail, Note, Pledge, Promised, PutRight, Story
from cha.demo.world.moments import Ago, In, Past

STORIES = (
    Story(
        "piet-ribbon",
        person="piet",
        subject="De woorden op het lint",
        gist="Words on the ribbon for his brother’s funeral on {day+1}",
        topic="funeral",
        events=(
            Mail(
                Past(1, "13:40"),
                (
                    "Beste,\n\n"
                    "mijn broer Jef wordt {day+1} begraven, om elf uur in de kerk van Aalst. Wij willen graag "
                    "een krans. Liever geen rozen, hij hield van wilde bloemen.\n\n"
                    "Piet Claes"
                ),
                mood="grieving",
                words=("mijn broer Jef", "begraven"),
                english=(
                    "My brother Jef is buried {day+1} at eleven in the church of Aalst. We would like a wreath. "
                    "Rather no roses, he loved wild flowers."
                ),
            ),
            Answer(
                Past(1, "14:20"),
                "ifeoma",
                (
                    "Beste Piet, mijn innige deelneming met Jef. Geen rozen: wilde bloemen, zoals ze in de berm "
                    "staan. Welke woorden mogen er op het lint?\n\n"
                    "Ifeoma"
                ),
            ),
            Learned(Past(1, "14:22"), "ifeoma", Told("No roses: Jef loved wild flowers", "e-mail", kind="wish")),
            Note(
                Ago(24),
                "ifeoma",
                (
                    "He rang at {clock-26} and left his words on the machine; he speaks softly and there was a "
                    "street behind him. I understood “Voor Jef” and no more. He knows that I ring him."
                ),
            ),
            Promised(
                Ago(22),
                "ifeoma",
                Pledge(
                    "ribbon",
                    "Ifeoma belt u en leest u de woorden op het lint voor, letter voor letter",
                    due=In(53),
                    who="ifeoma",
                    english="Ifeoma rings you and reads you the ribbon words, letter by letter",
                ),
            ),
            Given(Ago(21), "ifeoma", to="ifeoma", team="Sympathy"),
            Mail(
                Ago(11),
                (
                    "Beste Ifeoma, ik weet niet goed meer wat ik gezegd heb. Op het lint mag staan: Voor Jef, "
                    "onze broer. Of is dat te weinig? Het is zo moeilijk om te kiezen.\n\n"
                    "Piet"
                ),
                mood="grieving",
                words=("Voor Jef, onze broer", "zo moeilijk"),
                english=(
                    "I no longer know what I said. The ribbon may read: For Jef, our brother. Or is that too "
                    "little? It is so hard to choose."
                ),
            ),
        ),
        tags=("sympathy",),
        team="Sympathy",
    ),
    Story(
        "piet-office",
        person="piet",
        subject="Bloemen voor de receptie",
        gist="Weekly flowers for the reception, asked for a quieter colour",
        topic="change_order",
        events=(
            Mail(
                Past(12, "09:15"),
                (
                    "Dag, mogen de bloemen aan de receptie iets rustiger van kleur? De boekhouding vond het "
                    "vorige boeket wat fel.\n\n"
                    "Piet Claes, Claes NV"
                ),
                english="May the reception flowers be a quieter colour?",
            ),
            Answer(
                Past(12, "10:00"),
                "lotte",
                ("Dag Piet, vanaf maandag wit en groen. Tot dan!\n\nLotte"),
                pledges=(
                    Pledge(
                        "quiet",
                        "Wit en groen vanaf de volgende levering",
                        due=Past(10, "12:00"),
                        who="lotte",
                        english="White and green from the next delivery",
                    ),
                ),
            ),
            Kept(Past(10, "11:10"), "lotte", "quiet"),
            PutRight(Past(10, "11:12"), "lotte"),
            Confirmed(Past(9, "08:50")),
        ),
        tags=("business",),
        team="Shop",
    ),
    Story(
        "piet-thanks",
        person="piet",
        subject="Bedankt voor het groen",
        gist="Colleagues like the quieter flowers",
        topic="praise",
        events=(
            Mail(
                Past(8, "17:00"),
                "Iedereen aan de receptie is blij met het wit en groen. Bedankt.",
                mood="glad",
                words=("blij", "Bedankt"),
                english="Everybody at the reception is happy with the white and green. Thank you.",
            ),
            Answer(Past(8, "17:20"), "lotte", ("Dag Piet, dat vertel ik in het atelier door!\n\nLotte")),
            PutRight(Past(8, "17:21"), "lotte"),
        ),
        team="Shop",
    ),
)
