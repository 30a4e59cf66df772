"""What Jürgen Weiß wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Given, Kept, Mail, Pledge, PutRight, Snoozed, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "juergen-number",
        person="juergen",
        subject="Hausnummer 17",
        gist="The house number is 17, not 71",
        topic="change_order",
        events=(
            Mail(
                Past(12, "14:05"),
                (
                    "Hallo Tomasz, die Adresse stimmt nicht: es ist die Hausnummer 17, nicht 71. Können Sie das "
                    "noch ändern? JL-2270\n\n"
                    "Gruß, Jürgen"
                ),
                mood="worried",
                words=("stimmt nicht",),
                english="The address is wrong: the house number is 17, not 71. Can you still change it?",
            ),
            Answer(
                Past(12, "14:15"),
                "tomasz",
                ("Hallo Jürgen, geändert. Rosa weiß Bescheid, sie klingelt bei der 17.\n\nTomasz"),
                pledges=(
                    Pledge(
                        "seventeen",
                        "Die Blumen in der Lindenallee 17",
                        due=Past(11, "16:00"),
                        who="rosa",
                        english="The flowers at Lindenallee 17",
                    ),
                ),
            ),
            Kept(Past(11, "14:50"), "tomasz", "seventeen"),
            Mail(
                Past(11, "16:10"), "Angekommen. Danke!", mood="glad", words=("Danke!",), english="Arrived. Thank you!"
            ),
            PutRight(Past(11, "16:20"), "tomasz"),
            Confirmed(Past(11, "16:30")),
        ),
    ),
    Story(
        "juergen-stage",
        person="juergen",
        subject="Blumen für die Bühne",
        gist="Wants forty metres of ivy for a stage",
        topic="question_product",
        events=(
            Mail(
                Past(3, "09:25"),
                ("Liebe Leute, ich brauche für ein Kindertheater vierzig Meter Efeu. Echt oder gemalt, was raten Sie?"),
                mood="curious",
                words=("was raten Sie",),
                english="For a children’s theatre I need forty metres of ivy. Real or painted, what do you advise?",
            ),
            Answer(
                Past(3, "10:05"),
                "maartje",
                (
                    "Lieber Jürgen, vorn echter, hinten gemalter. Zwölf Meter echter kosten 60 €, und ich male "
                    "mit.\n\n"
                    "Maartje"
                ),
            ),
            Mail(
                Past(3, "10:30"),
                "Wunderbar, so machen wir es!",
                mood="glad",
                words=("Wunderbar",),
                english="Wonderful, let us do that!",
            ),
            Given(Past(3, "10:35"), "maartje", to="maartje"),
            Snoozed(Past(3, "10:36"), "maartje", Ahead(3, "09:00")),
        ),
    ),
    Story(
        "juergen-bill",
        person="juergen",
        subject="Rechnung ohne Lieferung",
        gist="The delivery was on the bill twice, corrected",
        topic="payment",
        events=(
            Mail(
                Past(6, "09:30"),
                "Auf der Rechnung steht die Lieferung zweimal. Einmal genügt mir. JL-2270",
                words=("zweimal",),
                english="The delivery is on the bill twice. Once is enough for me.",
            ),
            Answer(
                Past(6, "09:55"),
                "priya",
                ("Lieber Jürgen, Ihnen genügt einmal, uns auch. 9,50 € gehen heute zurück.\n\nPriya"),
                pledges=(Pledge("back", "9,50 € zurück", due=Past(5, "17:00"), who="priya", english="€9.50 back"),),
            ),
            Kept(Past(5, "10:00"), "priya", "back"),
            PutRight(Past(5, "10:01"), "priya"),
            Confirmed(Past(5, "12:10")),
        ),
        tags=("payment",),
    ),
)
