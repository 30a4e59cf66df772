"""The customers' addresses."""

from django.urls import include, path

from cha.portal.form import views as form
from cha.portal.views import (
    brand_css,
    chat_script,
    chat_try,
    conversation,
    files,
    handed,
    kept,
    links,
    mine,
    promises,
    put_right,
)
from cha.portal.views.kept_promises import kept_promises_page

urlpatterns = [
    path("chat.js", chat_script.chat_js, name="chat-js"),
    path("chat-box-<slug:digest>.js", chat_script.chat_box_js, name="chat-box-js"),
    path("chat/<slug:key>/try", chat_try.chat_try, name="chat-try"),
    path("chat/", include("cha.portal.chat.urls")),
    path("brand.css", brand_css.brand_css, name="brand-css"),
    path("w/<str:token>", conversation.private_page, name="private-page"),
    path("w/<str:token>/answer", conversation.answer_page, name="private-answer"),
    path("w/<str:token>/correct", conversation.correct_page, name="private-correct"),
    path("w/<str:token>/files/<cha:attachment_id>", conversation.attachment, name="private-file"),
    path("w/<str:token>/put-right", put_right.put_right_page, name="private-put-right"),
    path("w/<str:token>/put-right/thanks", put_right.thanks_page, name="private-thanks"),
    path("w/<str:token>/put-right/open-again", put_right.open_again_page, name="private-open-again"),
    path("w/<str:token>/put-right/still", put_right.still_wrong, name="private-still"),
    path("w/<str:token>/promises/<cha:promise_id>/no-need", promises.no_need, name="private-no-need"),
    path("w/<str:token>/link", links.new_link, name="new-link"),
    path("h/<str:token>", handed.handed, name="handing"),
    path("write/<slug:key>", form.write, name="write"),
    path("write/<slug:key>/embed", form.embed, name="write-embed"),
    path("write/<slug:key>/sent/<str:seal>", form.sent, name="write-sent"),
    path("files/<str:token>", files.kept_file, name="kept-file"),
    path("opened/<str:token>.gif", files.opened, name="opened"),
    path("promises-kept", kept_promises_page, name="kept-promises"),
    path("mine", mine.all_mine, name="all-mine"),
    path("mine/sent", links.sent_page, name="link-sent"),
    path("mine/in/<str:token>", links.way_in, name="way-in"),
    path("mine/in/<str:token>/fresh", links.fresh_one, name="fresh-link"),
    path("mine/new", mine.new_concern, name="new-concern"),
    path("mine/kept", kept.kept_about_me, name="kept-about-me"),
    path("mine/kept/reading", kept.say_when_read, name="say-when-read"),
    path("mine/kept/likes", kept.like, name="my-likes"),
    path("mine/kept/agreed/<str:purpose>", kept.agree_to, name="agree-to"),
    path("mine/kept/facts/<cha:fact_id>", kept.put_fact_right, name="put-fact-right"),
    path("mine/kept/facts/<cha:fact_id>/out", kept.take_fact_out, name="take-fact-out"),
    path("mine/leave", mine.leave, name="leave-mine"),
]
