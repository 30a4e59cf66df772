"""What Ana Lúcia Ferreira wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import Answer, Confirmed, Learned, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Ago, Ahead, Past

STORIES = (
    Story(
        "analucia-chocolate",
        person="analucia",
        subject="Bombones con las rosas",
        gist="Chocolates with {day+1}’s roses, still possible?",
        topic="change_order",
        events=(
            Mail(
                Past(1, "12:10"),
                ("¡Hola! Este mes también rosas para mi tía Teresa, el {day+1} si se puede. JL-2316.\n\nAna Lúcia"),
                mood="glad",
                words=("¡Hola!",),
                english="Roses for my aunt Teresa this month too, on {day+1} if possible.",
            ),
            Answer(
                Past(1, "12:25"),
                "tomasz",
                ("Querida Ana Lúcia: salen el {day+1} a las nueve, como siempre las de color salmón.\n\nTomasz"),
                pledges=(
                    Pledge(
                        "roses",
                        "Las rosas en casa de su tía Teresa",
                        due=Ahead(1, "12:00"),
                        who="tomasz",
                        english="Roses at your aunt Teresa’s",
                    ),
                ),
            ),
            Mail(
                Ago(12),
                (
                    "¡Qué bien! ¿Todavía se puede añadir una caja de bombones? Sin nueces, ya sabes. ¡Se va a "
                    "poner contentísima!"
                ),
                mood="glad",
                words=("¡Qué bien!", "contentísima"),
                english="Lovely! Can a box of chocolates still be added? No nuts, you know. She will be so happy!",
            ),
        ),
        tags=("regular",),
    ),
    Story(
        "analucia-may",
        person="analucia",
        subject="Las rosas de mayo",
        gist="Her aunt danced in the kitchen",
        topic="praise",
        events=(
            Mail(
                Past(15, "17:10"),
                "Mi tía bailó en la cocina con las rosas. Os lo tenía que contar. ¡Gracias!",
                mood="glad",
                words=("bailó en la cocina", "¡Gracias!"),
                english="My aunt danced in the kitchen with the roses. I had to tell you.",
            ),
            Answer(
                Past(15, "17:30"),
                "maartje",
                ("Querida Ana Lúcia: nos ha alegrado la tarde. Un abrazo a tu tía.\n\nMaartje"),
            ),
            PutRight(Past(15, "17:31"), "maartje"),
            Confirmed(Past(15, "18:00")),
        ),
    ),
    Story(
        "analucia-address",
        person="analucia",
        subject="Nueva dirección de mi tía",
        gist="Her aunt has moved to Ledeberg",
        topic="change_order",
        events=(
            Mail(
                Past(7, "13:30"),
                "Mi tía se ha mudado a Ledeberg: Hundelgemsesteenweg 12. ¿Lo apuntáis?",
                english="My aunt has moved to Ledeberg. Will you note it?",
            ),
            Learned(
                Past(7, "14:00"),
                "lotte",
                Told("Her aunt lives at Hundelgemsesteenweg 12, Ledeberg", "e-mail", kind="address"),
            ),
            Answer(
                Past(7, "14:02"), "lotte", ("Querida Ana Lúcia: apuntado. No tienes que volver a decirlo.\n\nLotte")
            ),
            PutRight(Past(7, "14:03"), "lotte"),
        ),
        team="Shop",
    ),
)
