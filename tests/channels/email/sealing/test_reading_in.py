"""Signed and sealed mail from the wire to the thread: what is recorded, what is learned, who is believed."""

from __future__ import annotations

import pytest

from cha.channels.email.sealing.keyfiles import authority_in
from cha.channels.email.sealing.making import protect
from cha.channels.email.sealing.values import OurKey
from cha.channels.models.sealing_key import (
    SealingKey,
    keep_our_key,
    keep_their_keys,
    keys_to_seal_for,
    trust_authority,
    vouch_for_key,
)
from cha.conversations.models import Message
from cha.core.errors import Refused
from cha.core.ledger import Event
from tests.channels.email.sealing.keys import openpgp, roots, smime, theirs
from tests.shop import ADDRESS, Shop, raw_mail

pytest.importorskip("asn1crypto")
pytest.importorskip("pysequoia")
ADAEZE = "adaeze@nwosu.example"
WORDS = "The vase came in three pieces."


def mail(**more: str) -> bytes:
    return raw_mail(WORDS, mime_version="1.0", content_type="text/plain; charset=utf-8", **more)


def message_of(shop: Shop, raw: bytes) -> Message:
    return Message.objects.get(pk=shop.gets(raw).message_id)


@pytest.mark.parametrize("made", [smime, openpgp])
def test_a_sealed_mail_is_in_the_thread_in_plain_words_and_its_bytes_stay_sealed(shop: Shop, made: object) -> None:
    key: OurKey = made(ADDRESS)  # type: ignore[operator]
    keep_our_key(shop.channel, key, by=shop.priya)
    payload = shop.gets(protect(mail(), seal=[theirs(key)]))
    message = Message.objects.get(pk=payload.message_id)
    assert message.text == WORDS
    assert (message.extra["encrypted"], message.extra["unsealed"]) == (key.kind, key.kind)
    assert WORDS.encode() not in payload.content()
    assert not message.attachments.exists()


def test_a_sealed_mail_without_a_key_says_so(shop: Shop) -> None:
    message = message_of(shop, protect(mail(), seal=[theirs(smime(ADDRESS))]))
    assert message.extra["shut"] == "This channel has no S/MIME key to open it with."
    assert WORDS not in message.text


def test_a_key_is_learned_once_and_another_one_waits_for_a_member(shop: Shop) -> None:
    first, second = smime(ADAEZE, trusted=False), smime(ADAEZE, trusted=False, days=70)
    assert message_of(shop, protect(mail(), sign=first)).extra["seal"]["state"] == "untrusted"
    assert message_of(shop, protect(mail(), sign=first)).extra["seal"]["state"] == "holds"
    changed = message_of(shop, protect(mail(), sign=second)).extra["seal"]
    assert (changed["state"], "than before" in changed["words"]) == ("untrusted", True)
    known, waits = SealingKey.objects.filter(address=ADAEZE)
    assert (known.stands, waits.stands) == (True, False)
    assert Event.objects.filter(verb="sealing_key.differs").count() == 1
    assert [key.fingerprint for key in keys_to_seal_for([ADAEZE])] == [known.fingerprint]
    vouch_for_key(waits, by=shop.priya)
    assert [key.fingerprint for key in keys_to_seal_for([ADAEZE])] == [waits.fingerprint]
    assert message_of(shop, protect(mail(), sign=second)).extra["authentic"] == "pass"


def test_only_what_an_authority_or_a_member_checked_speaks_for_the_address(shop: Shop) -> None:
    signed = protect(mail(), sign=smime(ADAEZE))
    assert "authentic" not in message_of(shop, signed).extra
    trust_authority(authority_in(roots()[0].encode()), by=shop.priya)
    assert message_of(shop, protect(mail(), sign=smime(ADAEZE))).extra["authentic"] == "pass"
    forged = mail(sender="Adaeze <adaeze@nwosu.example>, Boss <boss@x.example>")
    assert "authentic" not in message_of(shop, protect(forged, sign=smime(ADAEZE))).extra


def test_a_signed_mail_that_was_changed_says_so_and_teaches_nothing(shop: Shop) -> None:
    raw = protect(mail(), sign=smime(ADAEZE, trusted=False)).replace(b"three", b"seven")
    assert message_of(shop, raw).extra["seal"]["state"] == "broken"
    assert not SealingKey.objects.exists()


def test_nobody_can_be_sealed_for_unless_everybody_can(shop: Shop) -> None:
    keep_their_keys([theirs(smime(ADAEZE))], by=shop.priya)
    assert keys_to_seal_for([ADAEZE, "jo@elsewhere.example"]) == ()
    assert keys_to_seal_for([]) == ()
    keep_their_keys([theirs(smime("jo@elsewhere.example"))], by=shop.priya)
    assert len(keys_to_seal_for([ADAEZE, "Jo@elsewhere.example"])) == 2
    with pytest.raises(Refused):
        keep_their_keys([theirs(openpgp(ADAEZE))], by=shop.maartje)


def test_our_secret_is_in_no_row_and_no_event_as_it_is(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    key = openpgp(ADDRESS)
    row = keep_our_key(shop.channel, key, by=shop.priya)
    shop.gets(protect(mail(), seal=[theirs(key)]))
    assert row.as_ours() == key
    inner = key.secret.splitlines()[5]
    assert inner not in row.secret
    assert inner not in repr(list(Event.objects.values_list("facts", flat=True)))
    assert inner not in caplog.text
    assert inner not in repr(row.as_ours())


def test_without_the_extra_a_mail_is_read_and_says_what_is_missing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cha.channels.pipeline.unsealing.is_installed", lambda: False)
    message = message_of(shop, protect(mail(), sign=smime(ADAEZE)))
    assert message.text == WORDS
    assert "cha[sealed]" in message.extra["shut"]
