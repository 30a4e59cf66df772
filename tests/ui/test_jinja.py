"""The environment: drawings, attributes, names, languages."""

import pytest
from django.template import engines
from django.utils import translation

from cha.ui import jinja, names


def shown(source: str, **values: object) -> str:
    return str(engines["jinja2"].from_string(source).render(values))


def test_an_icon_points_into_the_sprite_and_is_silent() -> None:
    drawn = shown('{{ icon("mail", "icon--turns") }}')
    assert drawn.startswith('<svg class="icon icon--turns" aria-hidden="true"><use href="')
    assert drawn.endswith('#mail"></use></svg>')


def test_an_icon_takes_no_markup_as_a_name() -> None:
    with pytest.raises(ValueError, match="names no icon"):
        jinja.icon('x"><script>')


def test_attributes_are_escaped_and_absent_ones_left_out() -> None:
    assert jinja.attrs({"data-a": '"', "hidden": True, "title": None, "aria_label": "x"}) == (
        ' data-a="&#34;" hidden aria-label="x"'
    )


def test_words_from_people_are_escaped() -> None:
    assert shown("{{ words }}", words="<b>") == "&lt;b&gt;"
    assert shown('{{ _("Hello %(name)s", name=name) }}', name="<b>") == "Hello &lt;b&gt;"


def test_a_url_that_an_install_lacks_is_none() -> None:
    assert shown('{{ url_or_none("no-such-place") }}') == "None"


def test_a_registered_filter_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jinja._filters, "loud", str.upper)
    env = jinja.environment(autoescape=True)
    assert env.from_string("{{ 'cha'|loud }}").render() == "CHA"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Adaeze Nwosu", "AN"),
        ("Maartje de Wit", "MW"),
        ("Lars K.", "LK"),
        ("陈美", "陈"),
        ("Chen Mei 陈美", "CM"),
        ("هدى المنصوري", "ها"),
        ("Grace", "G"),
        ("", "?"),
        ("+32 470", "?"),
    ],
)
def test_a_face_shows_one_or_two_letters(name: str, letters: str) -> None:
    assert names.initials(name) == letters


def test_a_face_keeps_its_colour() -> None:
    assert names.tint("Adaeze") == names.tint("Adaeze")
    assert {names.tint(number) for number in range(100)} == set(range(1, 9))


def test_words_are_in_the_language_of_the_request() -> None:
    with translation.override("en"):
        assert shown('{{ _("Reply") }}') == "Reply"
