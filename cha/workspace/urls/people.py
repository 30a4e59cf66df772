from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import custom_fields, facts, people, person

urlpatterns: list[URLPattern] = [
    path("people", people.index, name="people"),
    path("people/<cha:person_id>", person.show, name="person"),
    path("people/<cha:person_id>/change", person.change, name="person-change"),
    path("people/<cha:person_id>/write", person.write, name="person-write"),
    path("people/<cha:person_id>/fields", custom_fields.of_person, name="person-fields"),
    path("people/<cha:person_id>/organisation-fields", custom_fields.of_organisation, name="organisation-fields"),
    path("people/<cha:person_id>/facts", facts.create, name="person-facts"),
    path("people/<cha:person_id>/facts/<cha:fact_id>/correction", facts.correction, name="fact-correction"),
    path("people/<cha:person_id>/facts/<cha:fact_id>/forgetting", facts.forgetting, name="fact-forgetting"),
    path("people/<cha:person_id>/points", person.points, name="person-points"),
    path("people/<cha:person_id>/points/<cha:point_id>/check", person.check, name="point-check"),
    path("people/<cha:person_id>/points/<cha:point_id>/life", person.life, name="point-life"),
]
