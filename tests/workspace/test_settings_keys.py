"""Signing and sealing: who may bring keys, what is said of a file that holds none, what nobody is shown."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cha.channels.models import Channel, SealingKey
from cha.channels.models.sealing_key import keep_our_key, learn_key
from cha.conversations.models import Message
from tests.channels.email.sealing.keys import openpgp, roots, smime, theirs
from tests.shop import ADDRESS, Shop, raw_mail
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
pytest.importorskip("asn1crypto")
pytest.importorskip("pysequoia")
ADAEZE = "adaeze@nwosu.example"


def page(shop: Shop) -> str:
    return reverse("settings-channel-keys", args=[shop.channel.pk])


def store(password: bytes = b"vase") -> bytes:
    key = smime(ADDRESS)
    certificate = x509.load_pem_x509_certificate(key.public.encode())
    secret = load_pem_private_key(key.secret.encode(), None)
    return pkcs12.serialize_key_and_certificates(
        b"us",
        secret,  # type: ignore[arg-type]
        certificate,
        None,
        BestAvailableEncryption(password),
    )


def post(client: Client, shop: Shop, act: str, **values: object) -> int:
    return client.post(page(shop), {"act": act, **values}).status_code


def file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("key", data)


def test_a_key_is_added_and_never_shown_again(shop: Shop) -> None:
    client = signed_in(shop.priya)
    assert post(client, shop, "own", own=file(store()), password="vase") == 303
    row = SealingKey.objects.get()
    assert (row.kind, row.address, row.as_ours().kind) == ("smime", ADDRESS, "smime")
    shown = client.get(page(shop)).content.decode()
    assert "PRIVATE KEY" not in shown
    assert row.secret not in shown
    handed = client.get(reverse("settings-channel-key", args=[shop.channel.pk, row.pk])).content
    assert handed == row.public.encode()
    assert b"PRIVATE" not in handed


def test_a_file_that_holds_no_key_says_so_beside_it(shop: Shop) -> None:
    client = signed_in(shop.priya)
    for act, values, words in (
        ("own", {"own": file(store()), "password": "wrong"}, "the password is another"),
        ("own", {"own": file(openpgp(ADAEZE).secret.encode())}, f"It is not for {ADDRESS}"),
        ("own", {}, "Choose a file first"),
        ("theirs", {"theirs": file(b"junk")}, "no key or certificate"),
        ("authority", {"authority": file(smime(ADAEZE).public.encode())}, "no certificate of an authority"),
        ("sign", {"sign": "smime"}, "no key of that kind"),
    ):
        answer = client.post(page(shop), {"act": act, **values})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    assert not SealingKey.objects.exists()


def test_a_key_is_made_people_and_authorities_are_added_and_it_signs(shop: Shop) -> None:
    client = signed_in(shop.priya)
    assert post(client, shop, "make") == 303
    assert post(client, shop, "theirs", theirs=file(openpgp(ADAEZE).public.encode())) == 303
    assert post(client, shop, "authority", authority=file(roots()[0].encode())) == 303
    assert post(client, shop, "sign", sign="openpgp") == 303
    assert sorted(SealingKey.objects.values_list("whose", "kind")) == [
        ("ours", "openpgp"),
        ("root", "smime"),
        ("theirs", "openpgp"),
    ]
    assert Channel.objects.get().settings["sign"] == "openpgp"


def test_a_key_that_differs_waits_until_a_member_says_it_is_theirs(shop: Shop) -> None:
    client = signed_in(shop.priya)
    from cha.channels.email.sealing.values import Kind, Seal, State

    for number in (1, 2):
        key = theirs(openpgp(ADAEZE, number))
        learn_key(Seal(Kind.OPENPGP, State.UNTRUSTED, "", ADAEZE, "", key.fingerprint, public=key.public))
    waits = SealingKey.objects.get(stands=False)
    assert "Not used" in client.get(page(shop)).content.decode()
    place = reverse("settings-channel-key", args=[shop.channel.pk, waits.pk])
    assert client.post(place, {"act": "vouch"}).status_code == 303
    waits.refresh_from_db()
    assert (waits.stands, waits.checked, SealingKey.objects.filter(stands=True).count()) == (True, True, 1)
    assert client.post(place, {"act": "remove"}).status_code == 303
    assert client.post(place, {"act": "remove"}).status_code == 404


def test_only_who_manages_channels_sees_the_keys(shop: Shop) -> None:
    row = keep_our_key(shop.channel, openpgp(ADDRESS), by=shop.priya)
    client = signed_in(shop.maartje)
    assert client.get(page(shop)).status_code in (403, 404)
    assert client.post(reverse("settings-channel-key", args=[shop.channel.pk, row.pk])).status_code in (403, 404)
    assert SealingKey.objects.exists()


def test_the_thread_says_who_signed_and_a_sealed_mail_loads_nothing(shop: Shop) -> None:
    from cha.channels.email.sealing.making import protect

    keep_our_key(shop.channel, smime(ADDRESS), by=shop.priya)
    raw = raw_mail('<p>Hi<img src="http://far.example/a.png"></p>', mime_version="1.0", content_type="text/html")
    payload = shop.gets(protect(raw, sign=smime(ADAEZE), seal=[theirs(smime(ADDRESS))]))
    message = Message.objects.get(pk=payload.message_id)
    client = signed_in(shop.priya)
    shown = client.get(reverse("conversation", args=[message.conversation_id])).content.decode()
    assert "Was sealed for us." in shown
    assert "not surely by them" in shown
    assert "Show pictures from elsewhere" not in shown
    sent = client.get(reverse("as-sent", args=[message.conversation_id, message.pk]) + "?pictures=1")
    assert b'<img src="http://far.example' not in sent.content
    assert "https:" not in sent["Content-Security-Policy"]
    assert 'name="seal"' in shown


def test_an_answer_is_sealed_by_the_switch(shop: Shop) -> None:
    from cha.channels.models.sealing_key import keep_their_keys

    conversation = shop.adaeze_writes()
    keep_our_key(shop.channel, smime(ADDRESS), by=shop.priya)
    keep_their_keys([theirs(smime(ADAEZE))], by=shop.priya)
    client = signed_in(shop.maartje)
    for form, said in (({"sealing": "1", "seal": "yes"}, "yes"), ({"sealing": "1"}, "no"), ({}, None)):
        client.post(reverse("reply", args=[conversation.pk]), {"body": f"Yes. {said}", **form})
        assert Message.objects.filter(kind="said").latest("pk").extra.get("seal") == said


def test_the_page_of_the_channel_leads_there(shop: Shop) -> None:
    client = signed_in(shop.priya)
    assert page(shop) in client.get(reverse("settings-channel", args=[shop.channel.pk])).content.decode()
