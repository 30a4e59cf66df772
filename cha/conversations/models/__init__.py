"""What other apps may use of conversations. Depends on core, language, team and people; knows no channel by name.

`conversation.py` holds the row and its states; every behaviour is a file of its own: its row, its part of the
queries, its verbs.
"""

from cha.conversations.models.assigning import assign
from cha.conversations.models.attachment import Attachment, attach
from cha.conversations.models.blocking import BlockedSender, block_sender, is_blocked, unblock_sender
from cha.conversations.models.checklist import CheckItem, Checklist, add_checks, drop_check, keep_checklist, tick
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.drafting import Draft, drop_draft, keep_draft
from cha.conversations.models.erasing import Erased, erase_conversation
from cha.conversations.models.following import follow, followers, unfollow
from cha.conversations.models.following_up import (
    FollowUp,
    follow_up,
    move_follow_up,
    resume_follow_up,
    settle_follow_up,
)
from cha.conversations.models.handing_over import HandOff, end_shift, hand_over, read_hand_off
from cha.conversations.models.hearing import Heard, hear
from cha.conversations.models.linking import Link, link, unlink
from cha.conversations.models.macro import Macro
from cha.conversations.models.macro_run import MacroRun
from cha.conversations.models.merging import Merge, merge, take_apart
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.mood import Mood, correct_mood, read_mood
from cha.conversations.models.moving import Moved
from cha.conversations.models.noting import note
from cha.conversations.models.opening import open_conversation
from cha.conversations.models.participating import Participant, take_part
from cha.conversations.models.presence import Presence, here, leave
from cha.conversations.models.putting_aside import Aside, put_aside, take_back
from cha.conversations.models.putting_back import put_back, standing
from cha.conversations.models.putting_right import PutRight, confirm, put_right, reopen
from cha.conversations.models.resending import resend
from cha.conversations.models.saved_reply import SavedReply
from cha.conversations.models.saying import release, say, withdraw
from cha.conversations.models.sending_later import Later, change_time, open_laters, say_later, say_now, take_back_later
from cha.conversations.models.side import SideConversation, go_through, hear_side, open_side, write_aside
from cha.conversations.models.snoozing import Snooze, snooze, wake_up
from cha.conversations.models.splitting import Split, put_together, split
from cha.conversations.models.tagging import Tag, set_topic, tag
from cha.conversations.models.trashing import erased_on, trash
from cha.conversations.models.undoing import Bulk, Part, begin_bulk, begin_undoing
from cha.conversations.models.viewing import Columns, View, ViewCount, keep_view, views_of

__all__ = [
    "Aside", "Attachment", "BlockedSender", "Bulk", "CheckItem", "Checklist", "Columns", "Conversation", "Draft",
    "Erased", "FollowUp", "HandOff", "Heard", "Kind", "Later", "Link", "Macro", "MacroRun", "Merge", "Message",
    "Mood", "Moved", "Part", "Participant", "Presence", "PutRight", "SavedReply", "SideConversation", "Snooze",
    "Split", "State", "Tag", "View", "ViewCount", "add_checks", "assign", "attach", "begin_bulk", "begin_undoing",
    "block_sender", "change_time", "confirm", "correct_mood", "drop_check", "drop_draft", "end_shift",
    "erase_conversation", "erased_on", "follow", "follow_up", "followers", "go_through", "hand_over", "hear",
    "hear_side", "here", "is_blocked", "keep_checklist", "keep_draft", "keep_view", "leave", "link", "merge",
    "move_follow_up", "note", "open_conversation", "open_laters", "open_side", "put_aside", "put_back", "put_right",
    "put_together", "read_hand_off", "read_mood", "release", "reopen", "resend", "resume_follow_up", "say",
    "say_later", "say_now", "set_topic", "settle_follow_up", "snooze", "split", "standing", "tag", "take_apart",
    "take_back", "take_back_later", "take_part", "tick", "trash", "unblock_sender", "unfollow", "unlink",
    "views_of", "wake_up", "withdraw", "write_aside",
]  # fmt: skip
