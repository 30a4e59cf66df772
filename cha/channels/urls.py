"""Where machines post to."""

from django.urls import path

from cha.channels.email.hooks import views

urlpatterns = [
    path("hooks/mail/<cha:channel_id>/<str:provider>/<str:what>", views.hook, name="mail-hook"),
]
