"""Everything that the widget says by itself, by the keys it knows; names stand in braces and are put in there."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS: Final[dict[str, str]] = {
    # the button and the head
    "launch": _("Ask us"),
    "title": _("How can we help?"),
    "open": _("Open the chat"),
    "close": _("Close the chat"),
    "back": _("Back"),
    "more": _("More"),
    "here": _("Here with you"),
    "answered": _("{name} has answered you"),
    # writing
    "label": _("Your message"),
    "write": _("Write, in any language"),
    "write_to": _("Write to {name}"),
    "send": _("Send"),
    "emoji": _("Emoji"),
    "writing": _("{name} is writing"),
    "sending": _("Sending"),
    "sent": _("Sent"),
    "seen": _("{name} has seen it"),
    "edited": _("Changed"),
    "gone": _("Taken back"),
    "you": _("You"),
    "today": _("Today"),
    "new": _("New"),
    # files
    "attach": _("Add a file"),
    "file_size": _("{size} MB"),
    "file_done": _("{done} of {size} MB"),
    "file_big": _("This is {size} MB, we can take {most}."),
    "file_kind": _("This kind of file cannot be sent here."),
    "file_failed": _("It did not arrive. Try again?"),
    "file_again": _("Try again"),
    "file_drop": _("Leave it out"),
    "file_mail": _("By e-mail instead"),
    # no network
    "lost": _("Connection lost, {time}"),
    "offline": _("No network just now. Keep writing. It goes out by itself when you are back."),
    "waits": _("Waits on this device"),
    "again_send": _("Send again"),
    "not_sent": _("It was not sent."),
    "call": _("Rather talk? Call {phone}"),
    # looking into it
    "hold_leave": _("You can close this. The answer finds you here or by e-mail."),
    # by e-mail
    "by_mail": _("Go on by e-mail"),
    "mail_label": _("Your e-mail address"),
    "mail_where": _("Where do we answer?"),
    "mail_empty": _("Or leave it empty and look here later."),
    "mail_send": _("Go on by e-mail"),
    "mail_goes": _("Goes on at {address}"),
    "mail_done": _("Everything up to here is in your mail. Answer there or here, it stays one conversation."),
    "mail_other": _("Other address"),
    "mail_back": _("Come back here"),
    "mail_wrong": _("That does not look like an e-mail address. One looks like name@example.org."),
    "copy": _("Send me a copy"),
    "copy_done": _("A copy is on its way to {address}."),
    # ending
    "end": _("End this chat"),
    "end_ask": _("Is it put right?"),
    "yes": _("Yes"),
    "not_yet": _("Not yet"),
    "end_only": _("Only end it"),
    "cancel": _("Go on"),
    "ended": _("This chat has ended"),
    "said_right": _("You said: put right"),
    "said_not_yet": _("It is open again."),
    "again": _("Open it again"),
    "again_hint": _("Opens again with one line"),
    "heard": _("Do you feel heard?"),
    "helped": _("Do you feel helped?"),
    "felt_0": _("No"),
    "felt_1": _("A little"),
    "felt_2": _("Yes"),
    "felt_3": _("Very"),
    "felt_send": _("Tell {name}"),
    "felt_us": _("Tell us"),
    "felt_thanks": _("Thank you. That helps us."),
    # closed hours
    "closed_title": _("We are home until {time}"),
    "closed_wait": _("A person {time}"),
    "closed_leave": _("Leave a message: a person answers {time}."),
    "closed_send": _("Leave it"),
    # several conversations
    "list": _("Your conversations"),
    "list_new": _("Ask something new"),
    "list_from": _("New from {name}"),
    "list_empty": _("Nothing was said yet."),
    "kept": _("Kept on this device for 30 days."),
    "forget": _("Forget me here"),
    "forget_ask": _("This device forgets who you are and what was said. We still have it."),
    "forgotten": _("This device has forgotten you."),
    # pages and cart
    "pages_ask": _("May we see which pages and basket you look at? It helps us help you."),
    "pages_yes": _("Yes, you may"),
    "pages_no": _("No"),
    "pages_stop": _("Stop showing us your pages"),
    # what went wrong
    "wrong": _("Something went wrong here. Please try again."),
    "reload": _("Try again"),
}


def words() -> dict[str, str]:
    """All of them in the language that is spoken now."""
    return {key: gettext(words) for key, words in WORDS.items()}
