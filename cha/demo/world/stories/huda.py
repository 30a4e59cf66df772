"""What Huda Al-Mansoori wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, File, Given, Mail, Note, Pledge, PutRight, Story
from cha.demo.world.moments import Ago, In, Past

STORIES = (
    Story(
        "huda-birthday",
        person="huda",
        subject="باقة عيد ميلاد والدتي",
        gist="Mother’s birthday, no flowers yet, and the party is tonight",
        topic="late_delivery",
        events=(
            Mail(
                Past(2, "10:15"),
                (
                    "مرحبًا، أود إرسال باقة من عشرين وردة لوالدتي في خنت بمناسبة عيد ميلادها بعد غد قبل وصول "
                    "الضيوف. رقم الطلب JL-2310.\n\n"
                    "هدى"
                ),
                mood="glad",
                english=(
                    "I would like to send twenty roses to my mother in Ghent for her birthday the day after "
                    "tomorrow, before the guests come. Order JL-2310."
                ),
            ),
            Answer(
                Past(2, "11:00"),
                "tomasz",
                ("عزيزتي هدى، تصل الورود العشرون إلى والدتك قبل وصول الضيوف. سأكتب لك عندما تُسلَّم.\n\nTomasz"),
                pledges=(
                    Pledge(
                        "hand",
                        "تسلّم Rosa الباقة لوالدتك قبل وصول الضيوف",
                        due=In(12),
                        who="tomasz",
                        english="Rosa hands your mother the bouquet, before the guests come",
                    ),
                ),
            ),
            Note(Ago(40), "rosa", "I have the 20 roses since {clock-100}. Stuck near Lochristi, 40 minutes behind."),
            Note(
                Ago(35),
                "tomasz",
                (
                    "@Maartje Huda does not know yet. Can you tell her before she has to ask? You may give the "
                    "delivery back, €9.50."
                ),
            ),
            Given(Ago(34), "tomasz", to="maartje"),
            Mail(
                Ago(3),
                "طلبتُ باقة لعيد ميلاد والدتي ولم تصل بعد، والضيوف سيصلون قريبًا. أنا قلقة. هل هناك مشكلة؟",
                mood="worried",
                words=("لم تصل بعد", "أنا قلقة"),
                english=(
                    "I ordered a bouquet for my mother’s birthday and it has not come; the guests will be here "
                    "soon. I am worried. Is something wrong?"
                ),
            ),
        ),
        tags=("courier",),
    ),
    Story(
        "huda-first",
        person="huda",
        subject="سؤال عن التوصيل",
        gist="Asks whether we deliver on Sundays",
        topic="opening_hours",
        events=(
            Mail(
                Past(14, "13:20"),
                "السلام عليكم، هل توصلون الزهور إلى خنت يوم الأحد؟",
                mood="curious",
                words=("هل",),
                english="Do you deliver flowers in Ghent on Sundays?",
            ),
            Answer(
                Past(14, "14:05"),
                "maartje",
                (
                    "وعليكم السلام هدى، نوصل من الاثنين إلى السبت. يوم الأحد نرتاح، لكن باقة السبت مساءً تبقى "
                    "جميلة يوم الأحد.\n\n"
                    "Maartje"
                ),
            ),
            Mail(
                Past(14, "14:31"),
                "ممتاز، شكرًا جزيلًا.",
                mood="glad",
                words=("شكرًا جزيلًا",),
                english="Excellent, thank you very much.",
            ),
            PutRight(Past(14, "15:00"), "maartje"),
            Confirmed(Past(14, "15:20")),
        ),
    ),
    Story(
        "huda-photo",
        person="huda",
        subject="صورة الباقة",
        gist="Sent a photo of last year’s roses, wants the same",
        topic="question_product",
        events=(
            Mail(
                Past(6, "15:10"),
                "هذه صورة باقة العام الماضي. هل يمكن أن تكون مثلها؟",
                mood="curious",
                words=("هل يمكن",),
                english="This is last year’s bouquet. Can it be like this one?",
                files=(
                    File(
                        name="on-the-table.png",
                        shows="twenty roses in a blue vase on a table",
                        colours=("#d98ca0", "#b8566f", "#7f9a78", "#5b7fa6"),
                    ),
                ),
            ),
            Answer(
                Past(6, "16:00"), "ifeoma", ("عزيزتي هدى، نعم، بالألوان نفسها. المزهرية الزرقاء عندنا أيضًا.\n\nIfeoma")
            ),
            PutRight(Past(5, "09:20"), "ifeoma"),
        ),
    ),
    Story(
        "huda-receipt",
        person="huda",
        subject="إيصال الطلب",
        gist="Asked for a receipt of the last order",
        topic="invoice",
        events=(
            Mail(
                Past(17, "11:20"),
                "هل يمكن إرسال إيصال الطلب السابق؟",
                english="Could you send the receipt of the last order?",
            ),
            Answer(
                Past(17, "12:00"),
                "priya",
                ("عزيزتي هدى، الإيصال مرفق.\n\nPriya"),
                files=(File(name="receipt.pdf", shows="Receipt JL-2199: €54.00", kind="pdf"),),
            ),
            PutRight(Past(17, "12:01"), "priya"),
            Confirmed(Past(16, "10:00")),
        ),
        tags=("invoice",),
    ),
)
