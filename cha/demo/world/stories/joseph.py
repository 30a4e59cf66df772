"""What Joseph Otieno wrote to the shop about, and what came of it."""

from cha.demo.world.cast import Told
from cha.demo.world.events import Answer, Confirmed, File, Kept, Learned, Mail, Pledge, PutRight, Snoozed, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "joseph-twenty",
        person="joseph",
        subject="Twenty roses, one for each year",
        gist="Photo of the bouquet before it goes to his wife",
        topic="question_product",
        events=(
            Mail(
                Past(2, "09:20"),
                (
                    "Good day. Twenty years married, and my wife Achieng is in Ghent while I am in Nairobi. "
                    "Twenty roses, please, but not red, she finds red too loud. May I see it before she does?\n\n"
                    "Joseph"
                ),
                mood="glad",
                words=("Twenty years married",),
            ),
            Answer(
                Past(2, "10:10"),
                "ifeoma",
                (
                    "Dear Joseph, congratulations to you both. Twenty Avalanche roses, which are quiet and "
                    "white. You see a photo before she does.\n\n"
                    "Ifeoma"
                ),
                pledges=(
                    Pledge(
                        "photo",
                        "A photo of the bouquet before it goes to your wife",
                        due=Ahead(2, "09:00"),
                        who="ifeoma",
                    ),
                ),
            ),
            Learned(Past(2, "10:12"), "ifeoma", Told("Not red: his wife finds red too loud", "e-mail", kind="wish")),
            Mail(
                Past(2, "10:40"),
                "Quiet and white, that is her. I wait for the photo. Thank you!",
                mood="glad",
                words=("Thank you!",),
            ),
            Snoozed(Past(2, "10:45"), "ifeoma", Ahead(1, "15:00")),
        ),
    ),
    Story(
        "joseph-vase",
        person="joseph",
        subject="The vase has a crack",
        gist="The vase came with a crack along the rim",
        topic="damaged",
        events=(
            Mail(
                Past(10, "10:10"),
                (
                    "Hello, the vase my wife received has a crack along the rim, see the picture.\n\n"
                    "Kind regards,\n"
                    "Joseph"
                ),
                words=("a crack",),
                files=(
                    File(
                        name="vase-crack.png",
                        shows="a blue vase with a crack",
                        colours=("#3f6c9a", "#dfe8ef", "#2b3f55"),
                    ),
                ),
            ),
            Answer(
                Past(10, "10:32"),
                "maartje",
                (
                    "Dear Joseph, that should not have left here. Rosa brings a new one tomorrow before noon; "
                    "your wife may keep the other for pencils.\n\n"
                    "Maartje"
                ),
                pledges=(Pledge("vase", "A new vase at your wife’s", due=Past(9, "12:00"), who="rosa"),),
            ),
            Kept(Past(9, "11:15"), "maartje", "vase"),
            Mail(
                Past(9, "13:00"),
                "It is there, and the pencils are in the other. Well done.",
                mood="glad",
                words=("Well done",),
            ),
            PutRight(Past(9, "13:20"), "maartje"),
            Confirmed(Past(9, "13:40")),
        ),
    ),
    Story(
        "joseph-invoice",
        person="joseph",
        subject="Invoice 1184",
        gist="Asked for an invoice for his company",
        topic="invoice",
        events=(
            Mail(Past(7, "08:50"), ("May I have an invoice for the last order, on the company please?\n\nJoseph")),
            Answer(
                Past(7, "09:20"),
                "priya",
                ("Dear Joseph, here it is.\n\nPriya"),
                files=(File(name="Invoice 1184.pdf", shows="Invoice 1184: 20 × Avalanche rose, €78.00", kind="pdf"),),
            ),
            PutRight(Past(7, "09:21"), "priya"),
        ),
    ),
)
