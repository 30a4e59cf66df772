"""What Jérôme Lefèvre wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Kept, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "jerome-earlier",
        person="jerome",
        subject="Gerbe pour la cérémonie",
        gist="The ceremony is an hour earlier, wreath by 8:15",
        topic="change_order",
        events=(
            Mail(
                Past(6, "16:40"),
                (
                    "Bonjour, la cérémonie est avancée à 9 h. Est-il possible de livrer la gerbe dès 8 h 15 ?\n\n"
                    "Jérôme Lefèvre"
                ),
                mood="worried",
                words=("Est-il possible",),
                english="The ceremony moved to 9. Can the wreath be delivered by 8:15?",
            ),
            Answer(
                Past(6, "17:05"),
                "priya",
                ("Bonjour Jérôme, oui. Je la porte moi-même, à 8 h 10 devant la mairie.\n\nPriya"),
                pledges=(
                    Pledge(
                        "wreath",
                        "La gerbe devant la mairie",
                        due=Past(4, "08:45"),
                        who="priya",
                        english="The wreath in front of the town hall",
                    ),
                ),
            ),
            Kept(Past(4, "08:40"), "priya", "wreath"),
            Mail(
                Past(4, "11:50"),
                "Tout était parfait. Merci à toute l’équipe.",
                mood="glad",
                words=("parfait",),
                english="Everything was perfect. Thanks to the whole team.",
            ),
            PutRight(Past(4, "12:00"), "priya"),
            Confirmed(Past(4, "13:30")),
        ),
        tags=("business",),
    ),
    Story(
        "jerome-ribbon",
        person="jerome",
        subject="Ruban tricolore",
        gist="A ribbon in three colours, fifteen centimetres",
        topic="question_product",
        events=(
            Mail(
                Past(16, "09:40"),
                "Bonjour, faites-vous le ruban tricolore en quinze centimètres ?",
                mood="curious",
                words=("faites-vous",),
                english="Do you make the three-coloured ribbon fifteen centimetres wide?",
            ),
            Answer(Past(16, "10:30"), "ifeoma", ("Bonjour Jérôme, oui, brodé ou imprimé.\n\nIfeoma")),
            PutRight(Past(16, "10:31"), "ifeoma"),
        ),
    ),
)
