"""What Dimitri Peeters wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "dimitri-medals",
        person="dimitri",
        subject="Veertig boeketten voor de marathon",
        gist="Forty winners’ bouquets for the marathon",
        topic="question_product",
        events=(
            Mail(
                Past(11, "10:40"),
                (
                    "Dag, voor de marathon zoeken wij veertig kleine boeketten die een overwinningszwaai "
                    "overleven. Wat kost dat?\n\n"
                    "Dimitri"
                ),
                mood="curious",
                words=("Wat kost dat",),
                english=(
                    "For the marathon we look for forty small bouquets that survive a winner’s wave. What would "
                    "that cost?"
                ),
            ),
            Answer(
                Past(11, "11:30"),
                "priya",
                ("Dag Dimitri, € 14 per stuk, stevig gebonden, getest met de arm van Tomasz.\n\nPriya"),
            ),
            Mail(
                Past(11, "12:05"),
                "Haha, verkocht. Graag geel en zwart.",
                mood="glad",
                words=("Haha, verkocht",),
                english="Ha, sold. Yellow and black please.",
            ),
            Answer(
                Past(11, "12:20"),
                "priya",
                ("Dag Dimitri, geel en zwart, veertig, op de dag zelf om 11 uur aan de aankomst.\n\nPriya"),
                pledges=(
                    Pledge(
                        "forty",
                        "Veertig boeketten aan de aankomst",
                        due=Ahead(4, "11:00"),
                        who="priya",
                        english="Forty bouquets at the finish",
                    ),
                ),
            ),
        ),
        tags=("business",),
    ),
    Story(
        "dimitri-twelve",
        person="dimitri",
        subject="Twaalf extra",
        gist="Twelve bouquets more for the marathon",
        topic="change_order",
        events=(
            Mail(
                Past(2, "09:40"),
                "Er komt een rolstoelwedstrijd bij: twaalf extra graag, dezelfde.",
                english="A wheelchair race is added: twelve more please, the same.",
            ),
            Answer(Past(2, "10:00"), "priya", ("Dag Dimitri, tweeënvijftig dus. Mooi dat die er komt.\n\nPriya")),
            PutRight(Past(2, "10:01"), "priya"),
            Confirmed(Past(2, "10:30")),
        ),
        tags=("business",),
    ),
)
