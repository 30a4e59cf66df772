from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views.first_run import address, business, hello, welcome, you

urlpatterns: list[URLPattern] = [
    path("welcome", welcome, name="first-run"),
    path("welcome/business", business, name="first-run-business"),
    path("welcome/you", you, name="first-run-you"),
    path("welcome/address", address, name="first-run-address"),
    path("welcome/hello", hello, name="first-run-hello"),
]
