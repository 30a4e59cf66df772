"""The pattern page, the living catalogue of components."""

from django.urls import path

from cha.ui import views

urlpatterns = [
    path("patterns", views.patterns, name="patterns"),
    path("patterns/customer", views.customer_patterns, name="patterns-customer"),
]
