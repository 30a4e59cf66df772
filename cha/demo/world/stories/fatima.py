"""What Fatima Bennani wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, File, Kept, Mail, Note, Pledge, PutRight, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "fatima-friday",
        person="fatima",
        subject="Onze tables {day+1}",
        gist="Eleven tables on {day+1} instead of nine",
        topic="change_order",
        events=(
            Mail(
                Past(1, "09:05"),
                (
                    "Bonjour Priya, ce {day+1} onze tables au lieu de neuf, j’ai un baptême. Toujours bas, s’il "
                    "vous plaît.\n\n"
                    "Fatima"
                ),
                english="Eleven tables this {day+1} instead of nine, I have a christening. Low ones as always.",
            ),
            Answer(
                Past(1, "09:40"),
                "priya",
                ("Bonjour Fatima, onze, bas, avant dix heures. Félicitations à la famille.\n\nPriya"),
                pledges=(
                    Pledge(
                        "eleven",
                        "Onze vases bas, avant dix heures",
                        due=Ahead(1, "10:00"),
                        who="priya",
                        english="Eleven low vases before ten",
                    ),
                ),
            ),
            Mail(
                Past(1, "09:52"),
                "Parfait, à {day+1}.",
                mood="glad",
                words=("Parfait",),
                english="Perfect, see you on {day+1}.",
            ),
            Answer(Past(1, "10:05"), "priya", ("À {day+1}, Fatima.\n\nPriya")),
        ),
        tags=("weekly",),
    ),
    Story(
        "fatima-invoice",
        person="fatima",
        subject="Facture de mai",
        gist="Asked for the invoice of May",
        topic="invoice",
        events=(
            Mail(
                Past(9, "22:10"),
                "Bonsoir, il me faut la facture de mai pour le comptable. Merci !",
                english="I need the invoice of May for the accountant.",
            ),
            Answer(
                Past(8, "08:45"),
                "priya",
                ("Bonjour Fatima, la voici.\n\nPriya"),
                files=(File(name="facture-05.pdf", shows="Facture 2026-05: 9 vases, 4 semaines, €612.00", kind="pdf"),),
            ),
            Mail(
                Past(8, "09:10"), "Reçue. Merci Priya !", mood="glad", words=("Merci",), english="Received. Thank you!"
            ),
            PutRight(Past(8, "09:15"), "priya"),
            Confirmed(Past(8, "10:00")),
        ),
        tags=("invoice",),
    ),
    Story(
        "fatima-wilted",
        person="fatima",
        subject="Deux vases tristes",
        gist="Two of nine vases were wilted by noon",
        topic="complaint",
        events=(
            Mail(
                Past(14, "12:40"),
                (
                    "Deux vases sur neuf sont fanés, à midi, devant mes clients. C’est la première fois en un an "
                    "mais ça fait mal."
                ),
                mood="upset",
                words=("fanés", "ça fait mal"),
                english=(
                    "Two of nine vases have wilted, at noon, in front of my guests. The first time in a year, "
                    "but it hurts."
                ),
            ),
            Answer(
                Past(14, "13:20"),
                "priya",
                (
                    "Fatima, je suis désolée. Tomasz est chez vous à quatorze heures trente avec deux vases "
                    "frais.\n\n"
                    "Priya"
                ),
                pledges=(
                    Pledge(
                        "two",
                        "Deux vases frais sur vos tables",
                        due=Past(14, "14:30"),
                        who="tomasz",
                        english="Two fresh vases on your tables",
                    ),
                ),
            ),
            Kept(Past(14, "14:22"), "tomasz", "two"),
            Note(Past(14, "14:40"), "tomasz", "The fridge in the van was off since nine. @Priya the plug again."),
            Mail(
                Past(14, "15:10"),
                "Merci, c’est réparé en deux heures. Voilà pourquoi je reste.",
                mood="glad",
                words=("Voilà pourquoi je reste",),
                english="Thank you, mended in two hours. That is why I stay.",
            ),
            PutRight(Past(14, "15:20"), "priya"),
            Confirmed(Past(14, "15:30")),
        ),
        tags=("courier",),
    ),
)
