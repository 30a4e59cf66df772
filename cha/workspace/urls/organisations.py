"""Organisations, and asking shops about people. Before people’s: “organisations” has the letters of an id."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import orders, organisations

ONE = "people/organisations/<cha:organisation_id>"

urlpatterns: list[URLPattern] = [
    path("people/organisations", organisations.index, name="organisations"),
    path("people/organisations/new", organisations.new, name="organisation-new"),
    path(ONE, organisations.show, name="organisation"),
    path(f"{ONE}/change", organisations.change, name="organisation-change"),
    path(f"{ONE}/removal", organisations.removal, name="organisation-removal"),
    path(f"{ONE}/people", organisations.people, name="organisation-people"),
    path(f"{ONE}/people/<cha:person_id>", organisations.part, name="organisation-part"),
    path("people/<cha:person_id>/organisation", organisations.belonging, name="person-organisation"),
    path("people/<cha:person_id>/orders", orders.of_person, name="person-orders"),
]
