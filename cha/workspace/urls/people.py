from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import custom_fields, facts, people, person, same_person, wishes

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
    path("people/<cha:person_id>/likes", wishes.likes, name="person-likes"),
    path("people/<cha:person_id>/agreed", wishes.agreed, name="person-agreed"),
    path("people/<cha:person_id>/points", person.points, name="person-points"),
    path("people/<cha:person_id>/points/<cha:point_id>/check", person.check, name="point-check"),
    path("people/<cha:person_id>/points/<cha:point_id>/life", person.life, name="point-life"),
    path("people/<cha:person_id>/points/<cha:point_id>/removal", person.remove, name="point-removal"),
    path("people/<cha:person_id>/same/<cha:same_id>", same_person.edit, name="same-person"),
    path("people/<cha:person_id>/same/<cha:same_id>/not", same_person.refuse, name="not-same-person"),
    path("people/<cha:person_id>/same/<cha:same_id>/asking", same_person.ask, name="ask-same-person"),
    path("people/<cha:person_id>/joinings/<cha:joining_id>/taking-apart", same_person.undo, name="persons-apart"),
]
