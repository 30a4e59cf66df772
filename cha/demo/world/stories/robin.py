"""What Robin Okafor wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Confirmed, Kept, Mail, Note, Pledge, PutRight, Snoozed, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "robin-door",
        person="robin",
        subject="Nothing at the door",
        gist="Nothing at the door, then found at the neighbour’s",
        topic="not_arrived",
        events=(
            Mail(
                Past(5, "16:40"),
                ("Still nothing at the door. Could you check with the courier, please? Order JL-2250.\n\nRobin"),
                mood="worried",
                words=("Still nothing",),
            ),
            Answer(
                Past(5, "16:52"),
                "tomasz",
                ("Hello Robin, I ask Rosa now. You hear from me before 17:30.\n\nTomasz"),
                pledges=(Pledge("rosa", "News from the courier", due=Past(5, "17:30"), who="tomasz"),),
            ),
            Note(Past(5, "17:02"), "rosa", "Left with the lady at number 9, she signed."),
            Answer(
                Past(5, "17:10"),
                "tomasz",
                (
                    "Hello Robin, they wait at number 9, the lady took them in. I am sorry nobody left you a "
                    "card.\n\n"
                    "Tomasz"
                ),
            ),
            Kept(Past(5, "17:11"), "tomasz", "rosa"),
            Mail(
                Past(5, "17:30"),
                "Found! She had already watered them. All good now.",
                mood="glad",
                words=("Found!", "All good now"),
            ),
            PutRight(Past(5, "17:35"), "tomasz"),
            Confirmed(Past(5, "17:50")),
        ),
        tags=("courier",),
    ),
    Story(
        "robin-okafor",
        person="robin",
        subject="Any relation?",
        gist="Wondered whether Ifeoma is family",
        topic="other",
        events=(
            Mail(
                Past(4, "17:10"),
                "This is a silly one: are Ifeoma Okafor and I related? Asking for my mum in Enugu.",
                mood="curious",
                words=("are Ifeoma",),
            ),
            Answer(
                Past(4, "17:25"),
                "ifeoma",
                (
                    "Dear Robin, my people are from Nsukka, so perhaps if we go back far enough. Greet your mum.\n\n"
                    "Ifeoma"
                ),
            ),
            PutRight(Past(4, "17:26"), "ifeoma"),
            Confirmed(Past(4, "18:00")),
        ),
    ),
    Story(
        "robin-refund",
        person="robin",
        subject="The delivery fee",
        gist="Got the delivery fee back, wonders when it arrives",
        topic="refund",
        events=(
            Mail(
                Past(2, "15:20"),
                ("Tomasz said the delivery fee comes back. Is it on its way? No hurry.\n\nRobin"),
                words=("No hurry",),
            ),
            Answer(
                Past(2, "15:45"),
                "tomasz",
                (
                    "Hello Robin, it left us on {day-3}. Banks take three days; if you do not see it by {day+2}, "
                    "write to me and I ring them.\n\n"
                    "Tomasz"
                ),
            ),
            Snoozed(Past(2, "15:46"), "tomasz", Ahead(2, "10:00")),
        ),
    ),
)
