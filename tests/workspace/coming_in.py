"""Coming in as a member, and telling whether one is in."""

from django.test import Client

from cha.team.models import Member
from cha.team.models.sign_in_link import make_sign_in_link


def signed_in(member: Member) -> Client:
    """A browser in which a member has come in by a link."""
    browser = Client()
    assert browser.post(make_sign_in_link(member)).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/account").status_code == 200
