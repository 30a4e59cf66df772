"""What Nadia Haddad wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import Answer, Confirmed, Kept, Learned, Mail, Note, Pledge, PutRight, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "nadia-offer",
        person="nadia",
        subject="عرض سعر لخمسة عشر طاولة",
        gist="Needs a price for fifteen tables before {day+1} noon",
        topic="wedding",
        events=(
            Mail(
                Past(2, "11:10"),
                ("مرحبًا، أحتاج إلى عرض سعر لخمس عشرة طاولة قبل ظهر {day+1}، باللون الكريمي.\nنادية"),
                english="I need a price for fifteen tables before {day+1} noon, in cream.",
            ),
            Answer(
                Past(2, "12:05"),
                "priya",
                ("مرحبًا نادية، يصلك العرض مع ثلاثة رسوم.\n\nPriya"),
                pledges=(
                    Pledge(
                        "offer",
                        "عرض سعر لخمس عشرة طاولة مع ثلاثة رسوم",
                        due=Ahead(1, "12:00"),
                        who="priya",
                        english="A price for fifteen tables, with three drawings",
                    ),
                ),
            ),
            Note(
                Past(2, "12:10"),
                "priya",
                "@Maartje three drawings in cream, please: one low, one high, one with candles.",
            ),
            Mail(
                Past(2, "12:20"),
                "رائع، شكرًا جزيلًا.",
                mood="glad",
                words=("شكرًا جزيلًا",),
                english="Wonderful, thank you very much.",
            ),
            Answer(Past(2, "12:28"), "priya", ("مرحبًا نادية، Maartje ترسم الآن.\n\nPriya")),
        ),
        tags=("wedding", "business"),
        team="Weddings",
    ),
    Story(
        "nadia-hall",
        person="nadia",
        subject="زيارة القاعة",
        gist="Asked us to look at the hall with her",
        topic="wedding",
        events=(
            Mail(
                Past(9, "14:20"),
                "هل يمكن لأحدكم أن يزور القاعة معنا قبل أن نطلب؟",
                mood="curious",
                words=("هل يمكن",),
                english="Could someone visit the hall with us before we order?",
            ),
            Answer(
                Past(9, "15:00"),
                "priya",
                ("مرحبًا نادية، أنا أكون معك هناك.\n\nPriya"),
                pledges=(
                    Pledge(
                        "visit",
                        "Priya تزور القاعة معك",
                        due=Past(7, "11:00"),
                        who="priya",
                        english="Priya visits the hall with you",
                    ),
                ),
            ),
            Kept(Past(7, "10:55"), "priya", "visit"),
            Learned(
                Past(7, "11:30"),
                "priya",
                Told("The hall has no lift: nothing higher than a metre", "visit", kind="order"),
            ),
            PutRight(Past(7, "11:31"), "priya"),
            Confirmed(Past(7, "16:00")),
        ),
        tags=("wedding",),
        team="Weddings",
    ),
)
