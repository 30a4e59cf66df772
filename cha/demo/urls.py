"""The demo's mailbox. Every page of it is not there unless the demo is."""

from django.urls import path

from cha.demo.views import answering, paying, reading

urlpatterns = [
    path("demo/payments", paying.payments_page, name="demo-payments"),
    path("mailbox", reading.mailbox_page, name="mailbox"),
    path("mailbox/state", reading.state, name="mailbox-state"),
    path("mailbox/new", answering.somebody_new, name="mailbox-new"),
    path("mailbox/<str:address>", reading.mailbox_page, name="mailbox-of"),
    path("mailbox/<str:address>/write", answering.write, name="mailbox-write"),
    path("mailbox/<str:address>/<str:name>", reading.mailbox_page, name="mailbox-letter"),
    path("mailbox/<str:address>/<str:name>/html", reading.html_part, name="mailbox-html"),
    path("mailbox/<str:address>/<str:name>/files/<int:number>", reading.attached_file, name="mailbox-file"),
]
