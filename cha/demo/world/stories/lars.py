"""What Lars Kjeldsen wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Fails, File, Mail, Moved, Pledge, PutRight, Story
from cha.demo.world.moments import Ago, In, Past

STORIES = (
    Story(
        "lars-olive",
        person="lars",
        subject="The olive tree, a taller one",
        gist="Olive tree swapped for a taller one",
        topic="change_order",
        events=(
            Mail(
                Past(4, "11:10"),
                (
                    "Hi, the olive tree I ordered is 80 cm. Could it be a taller one? I pay the difference. "
                    "JL-2304\n\n"
                    "Lars"
                ),
            ),
            Answer(
                Past(4, "11:50"),
                "tomasz",
                ("Dear Lars, the grower has one of 140 cm. It can be with you in a few days.\n\nTomasz"),
                pledges=(Pledge("olive", "The taller olive tree at your house", due=Ago(30), who="tomasz"),),
            ),
            Mail(Past(4, "12:05"), "Perfect. South terrace, the gate is open.", mood="glad", words=("Perfect",)),
            Answer(
                Ago(200),
                "tomasz",
                (
                    "Lars, the olive tree comes later, and I am sorry. It is still at the grower’s. It can be "
                    "with you today by {clock+218}. If that does not suit you, tomorrow by 10:00 works too.\n\n"
                    "Tomasz"
                ),
            ),
            Mail(Ago(188), "Today is fine, I am painting the fence anyway.", words=("fine",)),
            Moved(Ago(186), "tomasz", "olive", In(218), why="Still at the grower’s; he said that today is fine"),
            Answer(
                Ago(150),
                "tomasz",
                ("Lars, it left the grower’s just now. It is a beauty, look.\n\nTomasz"),
                files=(
                    File(
                        name="olive.png",
                        shows="a tall olive tree in a van",
                        colours=("#7d8f69", "#a9b59a", "#5a4a3a", "#d8d2c4"),
                    ),
                ),
                fails=Fails("552 5.2.2", "Mailbox full", "His mailbox is full. Ring him, or try again later."),
            ),
        ),
        tags=("plants", "courier"),
        team="Shop",
    ),
    Story(
        "lars-hyacinth",
        person="lars",
        subject="Blue hyacinths",
        gist="Looks for blue hyacinths in June",
        topic="question_product",
        events=(
            Mail(
                Past(16, "15:40"),
                "Do you have blue hyacinths now, or is that a silly question in June?",
                mood="curious",
                words=("Do you have", "silly question"),
            ),
            Answer(
                Past(16, "16:10"),
                "lotte",
                (
                    "Dear Lars, not silly: they sleep until January. I have blue delphinium that looks the part.\n\n"
                    "Lotte"
                ),
            ),
            PutRight(Past(16, "16:11"), "lotte"),
            Confirmed(Past(16, "17:00")),
        ),
        team="Shop",
    ),
)
