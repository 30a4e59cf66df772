"""What Grace Mbatha wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import Answer, Confirmed, File, Kept, Learned, Mail, Pledge, PutRight, Story
from cha.demo.world.moments import Ago, Past

STORIES = (
    Story(
        "grace-gran",
        person="grace",
        subject="She cried, in a good way",
        gist="Sent a photo: “my gran cried, in a good way”",
        topic="praise",
        events=(
            Mail(
                Past(3, "10:05"),
                (
                    "My gran turns 90 and I am in Nairobi. Please make it the most yellow thing you have ever "
                    "made. JL-2301.\n\n"
                    "Grace"
                ),
                mood="glad",
                words=("most yellow thing",),
            ),
            Answer(
                Past(3, "10:40"),
                "ifeoma",
                ("Dear Grace, challenge taken. You get a photo before it leaves.\n\nIfeoma"),
                pledges=(Pledge("photo", "A photo before it leaves", due=Past(1, "10:00"), who="ifeoma"),),
            ),
            Answer(
                Past(1, "09:31"),
                "ifeoma",
                ("Dear Grace, is this yellow enough?\n\nIfeoma"),
                files=(
                    File(
                        name="yellow.png",
                        shows="a very yellow bouquet: sunflowers, mimosa, roses",
                        colours=("#f5c518", "#ffe27a", "#e0a800", "#6f8f55"),
                    ),
                ),
            ),
            Kept(Past(1, "09:32"), "ifeoma", "photo"),
            Mail(
                Ago(33),
                "It arrived! My gran cried, in a good way. Look at her face. Thank you all so much 💛",
                mood="glad",
                words=("cried, in a good way", "Thank you all so much"),
                files=(
                    File(
                        name="gran.png",
                        shows="an old lady behind a very yellow bouquet",
                        colours=("#f5c518", "#8a5a3b", "#f0e4d0", "#6f8f55"),
                    ),
                ),
            ),
        ),
        tags=("praise",),
    ),
    Story(
        "grace-pay",
        person="grace",
        subject="Paying from Kenya",
        gist="Could not pay by card from Nairobi",
        topic="payment",
        events=(
            Mail(
                Past(4, "09:20"),
                ("Your page does not take my card from Kenya. Is there another way?\n\nGrace"),
                mood="worried",
                words=("does not take my card",),
            ),
            Answer(
                Past(4, "09:45"),
                "tomasz",
                (
                    "Dear Grace, I send you a payment link that takes yours. If it does not, we trust you and "
                    "settle it later.\n\n"
                    "Tomasz"
                ),
                pledges=(Pledge("link", "A payment link", due=Past(4, "11:00"), who="tomasz"),),
            ),
            Kept(Past(4, "10:02"), "tomasz", "link"),
            Mail(
                Past(4, "10:30"),
                "It worked. You trusted me before you knew me, I will not forget that.",
                mood="glad",
                words=("It worked", "I will not forget"),
            ),
            PutRight(Past(4, "11:00"), "tomasz"),
            Confirmed(Past(4, "12:10")),
        ),
    ),
    Story(
        "grace-repeat",
        person="grace",
        subject="For my mother too",
        gist="Wants something for her mother in August",
        topic="question_product",
        events=(
            Mail(
                Past(7, "17:20"),
                ("If I wanted something for my mother in August, when should I write?\n\nGrace"),
                mood="curious",
                words=("when should I write",),
            ),
            Answer(
                Past(7, "17:45"),
                "ifeoma",
                ("Dear Grace, in the last week of July. I write to you first, so you need not think of it.\n\nIfeoma"),
            ),
            Learned(
                Past(7, "17:46"),
                "ifeoma",
                Told("Flowers for her mother in August: write to her in the last week of July", "e-mail", kind="wish"),
            ),
            PutRight(Past(7, "17:47"), "ifeoma"),
            Confirmed(Past(6, "08:45")),
        ),
    ),
)
