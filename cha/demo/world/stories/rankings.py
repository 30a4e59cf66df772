"""What Rank First wrote to the shop about, and what came of it."""

from cha.demo.world.events import Aside, Mail, Story
from cha.demo.world.moments import Past

STORIES = (
    Story(
        "spam-seo",
        person="rankings",
        subject="First page of search, guaranteed",
        gist="Offers the first page of every search engine",
        topic="other",
        events=(
            Mail(
                Past(5, "11:02"),
                (
                    "Dear business owner, we bring your website to the first page. Guaranteed. Reply with your "
                    "phone number."
                ),
            ),
            Aside(Past(5, "11:10"), "tomasz", "spam"),
        ),
    ),
)
