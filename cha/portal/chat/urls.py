"""The addresses of docs/channels/chat-protocol.md, below /chat/."""

from django.urls import path

from cha.portal.chat.views import acts, files, messages, talks, visitors

ONE = "<str:key>/conversations/<str:conversation>"

urlpatterns = [
    path("<str:key>", visitors.show_greeting, name="chat"),
    path("<str:key>/visitors", visitors.come, name="chat-visitors"),
    path("<str:key>/forget", visitors.forget, name="chat-forget"),
    path("<str:key>/agree", visitors.agree, name="chat-agree"),
    path("<str:key>/page", visitors.look_at, name="chat-page"),
    path("<str:key>/files", files.take, name="chat-files"),
    path("<str:key>/files/<str:token>", files.show, name="chat-file"),
    path("<str:key>/messages", messages.say, name="chat-messages"),
    path("<str:key>/conversations", talks.talks, name="chat-talks"),
    path(ONE, talks.talk, name="chat-talk"),
    path(f"{ONE}/typing", messages.write, name="chat-typing"),
    path(f"{ONE}/seen", messages.look, name="chat-seen"),
    path(f"{ONE}/mail", acts.mail, name="chat-mail"),
    path(f"{ONE}/back", acts.back, name="chat-back"),
    path(f"{ONE}/copy", acts.copy, name="chat-copy"),
    path(f"{ONE}/end", acts.end, name="chat-end"),
    path(f"{ONE}/again", acts.again, name="chat-again"),
    path(f"{ONE}/felt", acts.felt, name="chat-felt"),
]
