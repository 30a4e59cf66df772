"""The pattern page and the looks a reader may choose."""

import pytest
from django.test import Client, override_settings


@override_settings(DEBUG=True)
@pytest.mark.django_db
def test_the_pattern_page_shows_every_section(client: Client) -> None:
    page = client.get("/patterns").content.decode()
    for words in (
        "Buttons",
        "Fields",
        "Faces and moods",
        "Promises",
        "Composer",
        "Notices",
        "Hours",
        "Rows of the queue",
    ):
        assert f">{words}</h2>" in page


@override_settings(DEBUG=False, CHA_DEMO=False)
@pytest.mark.django_db
def test_the_pattern_page_is_not_there_for_strangers(client: Client) -> None:
    assert client.get("/patterns").status_code == 404


@override_settings(DEBUG=True)
@pytest.mark.django_db
def test_theme_and_density_come_from_cookies_and_nothing_else_does(client: Client) -> None:
    client.cookies["cha-theme"] = "dark"
    client.cookies["cha-density"] = '"><script>'
    root = client.get("/patterns").content.decode().split("<head>")[0]
    assert 'data-theme="dark"' in root
    assert "density" not in root


@override_settings(DEBUG=True)
@pytest.mark.django_db
def test_right_to_left_languages_turn_the_page(client: Client) -> None:
    root = client.get("/patterns", headers={"accept-language": "ar"}).content.decode().split("<head>")[0]
    assert '<html lang="ar" dir="rtl"' in root


@override_settings(DEBUG=True)
@pytest.mark.django_db
def test_the_one_script_in_the_page_has_the_nonce_of_the_policy(client: Client) -> None:
    answer = client.get("/patterns")
    page = answer.content.decode()
    nonce = page.split('<script type="importmap" nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    assert page.count("<script") == 2


@override_settings(DEBUG=True)
@pytest.mark.django_db
def test_what_customers_see_has_no_script_at_all(client: Client) -> None:
    page = client.get("/patterns/customer").content.decode()
    assert 'class="customer" data-brand="juniper"' in page
    assert "<script" not in page
    assert "data-controller" not in page
