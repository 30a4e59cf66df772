"""What other apps may use of notifications. Depends on everything below the screens."""

from cha.notifications.models.notification import Notification, count_again, inbox, new_for, read_them, saw
from cha.notifications.models.push_browser import PushBrowser, PushKeys, drop_push, push_keys, take_push
from cha.notifications.models.reach import Reach, choose, hold, let_go, reach_of, zone_of

__all__ = [
    "Notification", "PushBrowser", "PushKeys", "Reach", "choose", "count_again", "drop_push", "hold", "inbox", "let_go",
    "new_for", "push_keys", "reach_of", "read_them", "saw", "take_push", "zone_of",
]  # fmt: skip
