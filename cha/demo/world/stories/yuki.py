"""What Yuki Tanabe wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import Answer, Confirmed, File, Given, Learned, Mail, Note, Pledge, Promised, PutRight, Story
from cha.demo.world.moments import Ago, In, Past

STORIES = (
    Story(
        "yuki-twice",
        person="yuki",
        subject="Paid twice for the June subscription",
        gist="Paid twice for the June subscription",
        topic="payment",
        events=(
            Mail(
                Past(1, "17:20"),
                (
                    "Hello,\n\n"
                    "I see two payments of €38 for the June subscription, on the 1st and on the 3rd. Could you "
                    "check, please?\n\n"
                    "Yuki Tanabe"
                ),
                mood="worried",
                words=("two payments",),
                files=(File(name="statement.pdf", shows="Statement: 1 June €38.00, 3 June €38.00", kind="pdf"),),
            ),
            Answer(
                Past(1, "18:05"),
                "lotte",
                (
                    "Dear Yuki, you are right, there are two. Which of the two should go back? I look into it "
                    "tomorrow morning.\n\n"
                    "Lotte"
                ),
            ),
            Given(Ago(120), "priya", to="maartje"),
            Note(
                Ago(118), "priya", "@Maartje the second one is ours to give back, the bank shows it. Tell her the day."
            ),
            Mail(
                Ago(70),
                (
                    "The second one, please. I am a little uneasy: my rent leaves the same account on Friday. "
                    "When will I see it there?"
                ),
                mood="worried",
                words=("a little uneasy", "When will I see it"),
            ),
            Promised(
                Ago(66),
                "maartje",
                Pledge("which", "Which of the two payments goes back, and when you see it", due=In(98), who="maartje"),
            ),
        ),
        tags=("payment",),
    ),
    Story(
        "yuki-week",
        person="yuki",
        subject="A week without flowers",
        gist="Conference in Kyoto: skip one delivery",
        topic="subscription",
        events=(
            Mail(Past(13, "11:45"), ("I am at a conference next week. Could you skip one delivery?\n\nYuki")),
            Answer(Past(13, "12:10"), "maartje", ("Dear Yuki, skipped, and not charged. Enjoy Kyoto.\n\nMaartje")),
            PutRight(Past(13, "12:12"), "maartje"),
            Confirmed(Past(12, "09:30")),
        ),
        tags=("subscription",),
    ),
    Story(
        "yuki-scent",
        person="yuki",
        subject="The lab sneezes",
        gist="Hyacinths made the lab sneeze, asked for something without scent",
        topic="change_order",
        events=(
            Mail(
                Past(9, "10:20"),
                (
                    "The hyacinths are beautiful but two colleagues sneeze all day. Something without scent next "
                    "time?\n\n"
                    "Yuki"
                ),
                words=("sneeze all day",),
            ),
            Answer(
                Past(9, "10:55"),
                "tomasz",
                ("Dear Yuki, poor noses. Tulips and eucalyptus next time, no scent at all.\n\nTomasz"),
            ),
            Learned(
                Past(9, "10:56"), "tomasz", Told("No scent in the lab, two colleagues sneeze", "e-mail", kind="health")
            ),
            PutRight(Past(8, "09:00"), "tomasz"),
        ),
    ),
    Story(
        "yuki-thanks",
        person="yuki",
        subject="The peonies",
        gist="Says the peonies made a bad week good",
        topic="praise",
        events=(
            Mail(
                Past(4, "16:30"),
                "No question today. The peonies made a bad week good. Thank you.",
                mood="glad",
                words=("made a bad week good", "Thank you"),
            ),
            Answer(
                Past(4, "16:50"),
                "ifeoma",
                ("Dear Yuki, I read it out in the workshop. Thank you for writing.\n\nIfeoma"),
            ),
            PutRight(Past(4, "16:51"), "ifeoma"),
        ),
    ),
)
