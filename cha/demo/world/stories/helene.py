"""What Hélène Dubois-Marchal wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, File, Kept, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "helene-faded",
        person="helene",
        subject="Livraison abîmée",
        gist="Peonies came faded, prefers new ones to money",
        topic="damaged",
        events=(
            Mail(
                Past(8, "09:30"),
                (
                    "Bonjour, les pivoines reçues hier par ma fille étaient déjà fanées. C’est très décevant. "
                    "Commande JL-2277.\n\n"
                    "Hélène Dubois-Marchal"
                ),
                mood="upset",
                words=("déjà fanées", "très décevant"),
                english="The peonies my daughter received yesterday had already faded. It is very disappointing.",
                files=(
                    File(
                        name="pivoines.png",
                        shows="faded peonies in a vase",
                        colours=("#c9a39a", "#a98a80", "#7b7a63", "#e9e2da"),
                    ),
                ),
            ),
            Answer(
                Past(8, "10:10"),
                "ifeoma",
                ("Chère Hélène, je suis désolée. Un nouveau bouquet, ou votre argent ? Les deux nous vont.\n\nIfeoma"),
            ),
            Mail(
                Past(8, "10:35"),
                "Un nouveau bouquet, si c’est possible avant la fin de la semaine. Merci de demander.",
                words=("Merci de demander",),
                english="A new bouquet, if possible before the end of the week. Thank you for asking.",
            ),
            Answer(
                Past(8, "10:50"),
                "ifeoma",
                ("Chère Hélène, il arrive demain avant midi, et je le choisis moi-même.\n\nIfeoma"),
                pledges=(
                    Pledge(
                        "again",
                        "Un nouveau bouquet chez votre fille",
                        due=Past(7, "12:00"),
                        who="ifeoma",
                        english="A new bouquet at your daughter’s",
                    ),
                ),
            ),
            Kept(Past(7, "11:20"), "ifeoma", "again"),
            Mail(
                Past(7, "14:10"),
                "Il est magnifique. Ma fille vous embrasse !",
                mood="glad",
                words=("magnifique",),
                english="It is magnificent. My daughter sends a kiss!",
            ),
            PutRight(Past(7, "14:30"), "ifeoma"),
            Confirmed(Past(7, "15:00")),
        ),
    ),
    Story(
        "helene-card",
        person="helene",
        subject="Une carte avec le bouquet",
        gist="Wants a card with three words",
        topic="change_order",
        events=(
            Mail(
                Past(3, "14:10"),
                "Bonjour, pourriez-vous ajouter une carte ? « Courage, ma grande. » Elle passe ses examens.",
                english="Could you add a card? “Courage, my girl.” She has her exams.",
            ),
            Answer(
                Past(3, "14:40"), "maartje", ("Chère Hélène, c’est écrit, à la main. Bon courage à elle.\n\nMaartje")
            ),
            PutRight(Past(3, "14:41"), "maartje"),
            Confirmed(Past(3, "16:05")),
        ),
    ),
)
