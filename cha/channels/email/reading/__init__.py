"""Reading mail: bytes in, values out. Pure: no network, no database, no clock of its own."""

from cha.channels.email.reading.mail import read_mail, reply_token
from cha.channels.email.reading.markup import clean_html, has_remote_images, html_text, show_images
from cha.channels.email.reading.values import Attachment, Machine, MachineKind, Mail

__all__ = [
    "Attachment",
    "Machine",
    "MachineKind",
    "Mail",
    "clean_html",
    "has_remote_images",
    "html_text",
    "read_mail",
    "reply_token",
    "show_images",
]
