"""What José Núñez wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Mail, PutRight, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "jose-monday",
        person="jose",
        subject="¿Abren el lunes?",
        gist="Asked whether we open on Monday afternoon",
        topic="opening_hours",
        events=(
            Mail(
                Past(10, "16:20"),
                ("Buenas tardes: ¿abren el lunes por la tarde? Quisiera recoger unas peonías.\n\nJosé"),
                mood="curious",
                words=("¿abren",),
                english="Are you open on Monday afternoon? I would like to collect peonies.",
            ),
            Answer(Past(10, "16:35"), "lotte", ("Hola, José: sí, hasta las 18.30. Le guardo doce.\n\nLotte")),
            Mail(
                Past(9, "18:05"),
                "Recogidas. ¡Huelen de maravilla!",
                mood="glad",
                words=("de maravilla",),
                english="Collected. They smell wonderful!",
            ),
            PutRight(Past(9, "18:10"), "lotte"),
            Confirmed(Past(8, "08:55")),
        ),
        team="Shop",
    ),
    Story(
        "jose-train",
        person="jose",
        subject="Un ramo que viaje",
        gist="A bouquet that survives nine hours of trains",
        topic="question_product",
        events=(
            Mail(
                Past(2, "17:10"),
                "¿Qué flores aguantan nueve horas de tren hasta Barcelona?",
                mood="curious",
                words=("¿Qué flores",),
                english="Which flowers survive nine hours of train to Barcelona?",
            ),
            Answer(
                Past(2, "17:40"),
                "maartje",
                ("Hola, José: siemprevivas, cardos y eucalipto. Se los preparo con agua para el viaje.\n\nMaartje"),
            ),
            Mail(
                Past(2, "17:55"),
                "Perfecto, paso mañana a las seis.",
                mood="glad",
                words=("Perfecto",),
                english="Perfect, I come by tomorrow at six.",
            ),
            PutRight(Past(1, "18:20"), "maartje"),
        ),
        team="Shop",
    ),
    Story(
        "jose-lost",
        person="jose",
        subject="Olvidé mi paraguas",
        gist="Left his umbrella at the counter",
        topic="other",
        events=(
            Mail(
                Past(1, "18:10"),
                "Creo que olvidé el paraguas en el mostrador. Es verde.",
                mood="worried",
                words=("olvidé",),
                english="I think I left my umbrella at the counter. It is green.",
            ),
            Answer(Past(1, "18:20"), "lotte", ("Hola, José: aquí está, seco y contento. Se lo guardo.\n\nLotte")),
            PutRight(Past(1, "18:21"), "lotte"),
        ),
        team="Shop",
    ),
)
