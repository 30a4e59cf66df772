"""What Els Vermeersch wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Kept, Mail, Note, NotYet, Pledge, PutRight, Snoozed, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "els-calm",
        person="els",
        subject="Boeket voor de buurvrouw",
        gist="A get-well bouquet, nothing loud",
        topic="question_product",
        events=(
            Mail(
                Past(6, "10:20"),
                ("Dag, mijn buurvrouw komt uit het ziekenhuis. Wat past er, liefst iets rustigs, rond 35 euro?\n\nEls"),
                mood="curious",
                words=("Wat past er",),
                english="My neighbour comes home from hospital. What fits, something calm, about 35 euros?",
            ),
            Answer(
                Past(6, "10:50"),
                "lotte",
                ("Dag Els, zacht blauw met wit, dat rust de ogen. Zaterdag om tien uur bij haar?\n\nLotte"),
            ),
            Mail(
                Past(6, "11:05"),
                "Prima, dank u wel voor het snelle antwoord!",
                mood="glad",
                words=("dank u wel",),
                english="Fine, thank you for the quick answer!",
            ),
            PutRight(Past(5, "10:30"), "lotte"),
            Confirmed(Past(5, "12:00")),
        ),
        team="Shop",
    ),
    Story(
        "els-hours",
        person="els",
        subject="Open met Hemelvaart?",
        gist="Asked whether we open on the holiday",
        topic="opening_hours",
        events=(
            Mail(
                Past(13, "15:15"),
                "Zijn jullie open op de feestdag?",
                mood="curious",
                words=("Zijn jullie open",),
                english="Are you open on the holiday?",
            ),
            Answer(Past(13, "15:25"), "lotte", ("Dag Els, dan rusten we. De dag ervoor tot 18.30 uur.\n\nLotte")),
            PutRight(Past(13, "15:26"), "lotte"),
        ),
        team="Shop",
    ),
    Story(
        "els-begonia",
        person="els",
        subject="Begonia’s ruilen",
        gist="Offers her begonias in exchange for a vase",
        topic="other",
        events=(
            Mail(
                Past(2, "14:15"),
                "Ik heb dertig begonia’s te veel. Wil iemand ruilen voor die groene vaas in de etalage?",
                mood="curious",
                words=("ruilen",),
                english="I have thirty begonias too many. Does anyone want to swap for the green vase in the window?",
            ),
            Note(Past(2, "14:30"), "lotte", "@Tomasz may I? They are lovely begonias."),
            Note(Past(2, "14:38"), "tomasz", "Yes, and take a picture for the window."),
            Answer(Past(2, "14:41"), "lotte", ("Dag Els, graag! Breng ze mee, de vaas staat voor u klaar.\n\nLotte")),
            Snoozed(Past(2, "14:42"), "lotte", Ahead(2, "09:30")),
        ),
        team="Shop",
    ),
    Story(
        "els-notyet",
        person="els",
        subject="Slappe tulpen",
        gist="The tulips hung after a day, put right at the second try",
        topic="damaged",
        events=(
            Mail(
                Past(17, "14:20"),
                "De tulpen van gisteren hangen al. Jammer, ze waren voor mijn moeder.",
                mood="upset",
                words=("hangen al", "Jammer"),
                english="Yesterday’s tulips are hanging already. A pity, they were for my mother.",
            ),
            Answer(
                Past(17, "14:45"),
                "lotte",
                ("Dag Els, dat is jammer, en het spijt mij. Rosa brengt morgen verse.\n\nLotte"),
                pledges=(
                    Pledge(
                        "fresh",
                        "Verse tulpen bij uw moeder",
                        due=Past(16, "15:00"),
                        who="rosa",
                        english="Fresh tulips at your mother’s",
                    ),
                ),
            ),
            Kept(Past(16, "14:10"), "lotte", "fresh"),
            PutRight(Past(16, "14:11"), "lotte"),
            NotYet(Past(16, "16:00"), "Ze zijn vers, maar het zijn er tien in plaats van twintig."),
            Answer(
                Past(16, "16:20"),
                "priya",
                ("Dag Els, tien te weinig, dat spijt mij. Ik breng de andere tien zelf, morgen om negen uur.\n\nPriya"),
                pledges=(
                    Pledge(
                        "ten",
                        "Tien tulpen bij uw moeder",
                        due=Past(15, "09:30"),
                        who="priya",
                        english="Ten tulips at your mother’s",
                    ),
                ),
            ),
            Kept(Past(15, "09:10"), "priya", "ten"),
            PutRight(Past(15, "09:15"), "priya"),
            Confirmed(Past(15, "11:00")),
        ),
    ),
)
