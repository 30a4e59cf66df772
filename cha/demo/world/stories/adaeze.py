"""What Adaeze Nwosu wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import (
    Answer,
    Broken,
    Confirmed,
    File,
    Given,
    Kept,
    Learned,
    Mail,
    Note,
    Pledge,
    PutRight,
    Story,
)
from cha.demo.world.moments import Ago, Ahead, In, Past

STORIES = (
    Story(
        "adaeze-white",
        person="adaeze",
        subject="White, for all twelve tables",
        gist="Her wedding is on {day+2} and the flowers came in peach, not white",
        topic="wrong_item",
        events=(
            Mail(
                Past(3, "16:40"),
                (
                    "Hello,\n\n"
                    "we marry on {day+2} and would like flowers on twelve tables at De Oude Vismijn. White, "
                    "please, and nothing with a strong scent: my father gets headaches. We first said ten "
                    "tables, it is twelve now. Order JL-2291.\n\n"
                    "Adaeze"
                ),
                mood="glad",
                words=("we marry",),
            ),
            Answer(
                Past(3, "17:15"),
                "tomasz",
                (
                    "Dear Adaeze, what good news. Twelve tables, all white, no scent. Come by any day and choose "
                    "the flower with your own eyes; I have ranunculus and lisianthus here.\n\n"
                    "Tomasz"
                ),
            ),
            Note(
                Past(2, "11:20"),
                "tomasz",
                (
                    "Came to the Korenmarkt shop with her sister Chidinma. Chose white ranunculus, matt ribbon, "
                    "twelve tables. No scent on the tables because her father gets headaches. Set up at De Oude "
                    "Vismijn by 16:00 on {day+1}."
                ),
            ),
            Learned(
                Past(2, "11:24"),
                "tomasz",
                Told("12 tables, De Oude Vismijn, set up by 16:00 the day before", "counter", kind="order"),
            ),
            Learned(
                Past(2, "11:25"), "tomasz", Told("No strong scent, her father gets headaches", "counter", kind="health")
            ),
            Mail(
                Past(1, "08:34"),
                (
                    "Good morning! Just to be safe: white only, please. I know I keep saying it. The room is "
                    "already peach and it will be too much.\n\n"
                    "Thank you so much,\n"
                    "Adaeze"
                ),
                mood="worried",
                words=("white only", "I keep saying it"),
            ),
            Answer(
                Past(1, "09:02"),
                "lotte",
                (
                    "Dear Adaeze, white it is. All twelve are with you tomorrow morning, so that you can see "
                    "them.\n\n"
                    "Lotte"
                ),
                pledges=(Pledge("white", "White, delivered", due=Ago(300), who="lotte"),),
            ),
            Broken(Ago(290), "white"),
            Mail(
                Ago(236),
                (
                    "They just came. All twelve centrepieces are peach. Not one is white. I have been up since "
                    "five. Photo attached.\n\n"
                    "Adaeze"
                ),
                mood="upset",
                words=("All twelve", "Not one is white"),
                files=(
                    File(
                        name="peach-on-the-table.png",
                        shows="twelve centrepieces, all peach, on a long table",
                        colours=("#f0b48f", "#e39a75", "#6c8a63", "#f6eee6"),
                    ),
                ),
            ),
            Note(
                Ago(226),
                "ifeoma",
                (
                    "She rang at {clock-230}, 4 min. Close to tears. I said sorry, did not explain. She does not "
                    "want to hear about suppliers, she wants to know who is looking after it."
                ),
            ),
            Note(
                Ago(224),
                "ifeoma",
                (
                    "@Maartje can you own this one to the end? She has spoken to three of us. The workshop has "
                    "60 white stems, the rest by noon tomorrow."
                ),
            ),
            Given(Ago(223), "ifeoma", to="maartje", team="Weddings"),
            Learned(
                Ago(222),
                "ifeoma",
                Told("White only, the room is peach: she said it three times", "counter, e-mail, phone", kind="wish"),
            ),
            Answer(
                Ago(220),
                "maartje",
                (
                    "Dear Adaeze, I am sorry. You said white and we brought peach.\n\n"
                    "I look after it from here, until it is right. Sixty white stems are on my bench now, the "
                    "rest come tomorrow by noon.\n\n"
                    "Maartje"
                ),
                pledges=(
                    Pledge("hall", "White in the hall, set up, peach taken away", due=Ahead(1, "16:00"), who="maartje"),
                ),
            ),
            Note(
                Ago(60),
                "maartje",
                (
                    "@Priya all twelve again costs us €148. Money back would be €372, above my limit. I would "
                    "like to offer her both."
                ),
            ),
            Note(Ago(48), "priya", "Of course. And send her my love."),
            Answer(
                Ago(14),
                "maartje",
                (
                    "Adaeze, any of these is fine with us:\n\n"
                    "1. All twelve again, in white, set up in the hall on {day+1} by 16:00.\n"
                    "2. White for the head table, half your money back.\n"
                    "3. All your money back, and you keep the peach.\n\n"
                    "I ring you before {clock+38} to hear which.\n\n"
                    "Maartje"
                ),
                pledges=(Pledge("call", "You get a call from Maartje", due=In(38), who="maartje"),),
            ),
            Mail(
                Ago(6),
                (
                    "Fine. All twelve again. But this is the THIRD time I am telling someone it has to be white. "
                    "If {day+1} goes wrong I have no tables and no second wedding. Who is actually responsible "
                    "for this?? A name please, not “the team”."
                ),
                mood="upset",
                words=("THIRD time", "responsible", "??"),
            ),
            Learned(Ago(5), "maartje", Told("Wants one name, not “the team”", "e-mail", kind="wish")),
        ),
        tags=("wedding", "colour"),
        team="Weddings",
    ),
    Story(
        "adaeze-aunt",
        person="adaeze",
        subject="Flowers for my aunt",
        gist="Sympathy flowers for her aunt, read to her letter by letter",
        topic="funeral",
        events=(
            Mail(
                Past(17, "09:40"),
                (
                    "Dear all, my aunt Ngozi died on Sunday. Could you send something quiet to her house in "
                    "Sint-Amandsberg? I would like to hear the card before it goes."
                ),
                mood="grieving",
                words=("my aunt Ngozi died",),
            ),
            Answer(
                Past(17, "10:05"),
                "tomasz",
                ("Dear Adaeze, I am so sorry about your aunt. I ring you before noon and read you the card.\n\nTomasz"),
                pledges=(
                    Pledge("card", "Tomasz rings you and reads you the card", due=Past(17, "12:00"), who="tomasz"),
                ),
            ),
            Note(
                Past(17, "11:20"),
                "tomasz",
                "Rang her, read the card letter by letter. Ngozi with a z. White and green, no lilies.",
            ),
            Kept(Past(17, "11:21"), "tomasz", "card"),
            Note(Past(16, "18:10"), "tomasz", "The courier came at dusk. Delivery fee back, €9.50, my decision."),
            Answer(
                Past(16, "18:15"),
                "tomasz",
                (
                    "Dear Adaeze, they are there, but later than I wanted. I have given you the delivery back, "
                    "€9.50.\n\n"
                    "Tomasz"
                ),
            ),
            Mail(
                Past(15, "08:50"),
                "You remembered my aunt. Thank you.",
                mood="glad",
                words=("You remembered", "Thank you"),
            ),
            PutRight(Past(15, "09:10"), "tomasz"),
            Confirmed(Past(15, "12:22")),
        ),
        tags=("sympathy",),
        team="Sympathy",
    ),
    Story(
        "adaeze-bouquet",
        person="adaeze",
        subject="Bridal bouquet, and a ride",
        gist="Bridal bouquet at eight in the morning, ready by the door",
        topic="wedding",
        events=(
            Mail(
                Past(8, "12:50"),
                (
                    "Me again! For the bouquet: could it be ready at 08:00 on the day, at the shop door? My "
                    "sister collects it. White ranunculus, a little olive, nothing that drips."
                ),
                mood="glad",
                words=("Me again!",),
            ),
            Answer(
                Past(8, "14:10"),
                "maartje",
                (
                    "Dear Adaeze, at eight, at the door, in a box that does not drip. I open for Chidinma myself.\n\n"
                    "Maartje"
                ),
                pledges=(
                    Pledge("bouquet", "Bridal bouquet ready at the shop door", due=Ahead(2, "09:00"), who="maartje"),
                ),
            ),
            Mail(Past(8, "14:32"), "You are a treasure.", mood="glad", words=("treasure",)),
            Answer(Past(8, "14:40"), "maartje", ("Dear Adaeze, sleep well until then. The rest is ours.\n\nMaartje")),
        ),
        tags=("wedding",),
        team="Weddings",
    ),
    Story(
        "adaeze-account",
        person="adaeze",
        subject="Which address is mine?",
        gist="Cannot find her orders, wrote from two addresses",
        topic="account",
        events=(
            Mail(
                Past(11, "16:10"),
                "I cannot see my old orders with this address. Did I use my school one before?",
                mood="curious",
                words=("Did I use",),
            ),
            Answer(
                Past(11, "16:40"),
                "lotte",
                ("Dear Adaeze, you did, until March. Your orders are together again now, under this one.\n\nLotte"),
            ),
            PutRight(Past(11, "16:41"), "lotte"),
            Confirmed(Past(11, "17:30")),
        ),
    ),
)
