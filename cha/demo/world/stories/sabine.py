"""What Sabine Köhler wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, File, Mail, Pledge, PutRight, Snoozed, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "sabine-vat",
        person="sabine",
        subject="Ihre Rechnung 2026-0417",
        gist="The VAT number is missing on the invoice",
        topic="invoice",
        events=(
            Mail(
                Past(7, "14:20"),
                (
                    "Guten Tag, auf der Rechnung 2026-0417 fehlt noch unsere Umsatzsteuer-Nummer. Könnten Sie "
                    "sie bitte ergänzen und neu schicken?\n\n"
                    "Sabine Köhler"
                ),
                english="Our VAT number is missing on invoice 2026-0417. Could you add it and send it again?",
            ),
            Answer(
                Past(7, "15:05"),
                "priya",
                ("Guten Tag Frau Köhler, hier ist sie, mit Nummer. Künftig steht sie von selbst darauf.\n\nPriya"),
                files=(
                    File(name="Rechnung-2026-0417.pdf", shows="Rechnung 2026-0417, mit USt-IdNr., €184.00", kind="pdf"),
                ),
            ),
            Mail(Past(7, "15:30"), "Danke, passt.", words=("Danke",), english="Thank you, fine."),
            PutRight(Past(7, "15:31"), "priya"),
            Confirmed(Past(6, "09:00")),
        ),
        tags=("invoice",),
    ),
    Story(
        "sabine-plants",
        person="sabine",
        subject="Büropflanzen",
        gist="Plants for an office without sun",
        topic="question_product",
        events=(
            Mail(
                Past(1, "15:20"),
                (
                    "Guten Tag, welche Pflanzen vertragen ein Büro ohne Sonne und mit vergesslichen Kollegen?\n\n"
                    "Sabine Köhler"
                ),
                mood="curious",
                words=("welche Pflanzen",),
                english="Which plants stand an office without sun and with forgetful colleagues?",
            ),
            Answer(
                Past(1, "16:05"),
                "tomasz",
                (
                    "Guten Tag Frau Köhler, Zamioculcas und Efeutute. Beide verzeihen fast alles. Soll ich Ihnen "
                    "bis {day+2} einen Preis für zehn Stück schicken?\n\n"
                    "Tomasz"
                ),
                pledges=(
                    Pledge(
                        "price",
                        "Ein Preis für zehn Pflanzen",
                        due=Ahead(2, "12:00"),
                        who="tomasz",
                        english="A price for ten plants",
                    ),
                ),
            ),
            Mail(
                Past(1, "16:30"),
                "Gern, vielen Dank.",
                mood="glad",
                words=("vielen Dank",),
                english="Gladly, thank you.",
            ),
            Snoozed(Past(1, "16:35"), "tomasz", Ahead(2, "09:00")),
        ),
        tags=("business",),
    ),
)
