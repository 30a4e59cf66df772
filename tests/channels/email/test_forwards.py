"""A message that is handed on: who wrote it first, in the styles and languages of the programs that people use."""

from datetime import UTC, datetime

import pytest

from cha.channels.email.reading import Mail, read_mail
from tests.channels.email.test_quotes import BLOCKS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PREFIXES = {
    "en": "FW", "de": "WG", "nl": "FW", "fr": "TR", "es": "RV", "it": "I", "pt": "ENC", "pt-br": "ENC", "pl": "PD",
    "cs": "FW", "sk": "FW", "sv": "VB", "da": "VS", "fi": "VL", "hu": "Továbbítás", "ro": "Fwd", "bg": "FW", "ru": "FW",
    "uk": "FW", "el": "ΠΡΘ", "tr": "İLT", "he": "הועבר", "ar": "إعادة توجيه", "zh": "转发", "zh-tw": "轉寄",
    "ja": "転送", "ko": "전달", "vi": "FW", "id": "FW", "th": "FW", "hr": "FW", "sl": "FW", "et": "FW", "lt": "FW",
    "lv": "FW",
    "no": "VS",
}  # fmt: skip
MARKED = {
    "gmail": "---------- Forwarded message ---------\nFrom: Cleo Ott <cleo@ott.example>\n"
    "Date: Tue, 3 Nov 2026 at 12:03\n"
    "Subject: Roses\nTo: <maartje@shop.example>\n\n\nWhere are they?",
    "apple": "Begin forwarded message:\n\n> From: Cleo Ott <cleo@ott.example>\n> Subject: Roses\n"
    "> Date: 3 November 2026 at 12:03:00 CET\n> To: maartje@shop.example\n> \n> Where are they?",
    "apple de": "Anfang der weitergeleiteten Nachricht:\n\nVon: Cleo Ott <cleo@ott.example>\nBetreff: Roses\n"
    "Datum: 3. November 2026 um 12:03:00 MEZ\nAn: maartje@shop.example\n\nWhere are they?",
    "apple nl": "Begin doorgestuurd bericht:\n\nVan: Cleo Ott <cleo@ott.example>\nOnderwerp: Roses\n"
    "Datum: 3 november 2026 om 12:03:00 CET\nAan: maartje@shop.example\n\nWhere are they?",
    "apple fr": "Début du message transféré :\n\nDe: Cleo Ott <cleo@ott.example>\nObjet: Roses\n"
    "Date: 3 novembre 2026 à 12:03:00 UTC+1\nÀ: maartje@shop.example\n\nWhere are they?",
    "apple es": "Inicio del mensaje reenviado:\n\nDe: Cleo Ott <cleo@ott.example>\nAsunto: Roses\n"
    "Fecha: 3 de noviembre de 2026, 12:03:00 CET\nPara: maartje@shop.example\n\nWhere are they?",
    "thunderbird de": "-------- Weitergeleitete Nachricht --------\nBetreff: \tRoses\n"
    "Datum: \tTue, 3 Nov 2026 12:03:00 +0100\n"
    "Von: \tCleo Ott <cleo@ott.example>\nAn: \tmaartje@shop.example\n\n\nWhere are they?",
    "thunderbird fr": "-------- Message transféré --------\nSujet : \tRoses\nDate : \tTue, 3 Nov 2026 12:03:00 +0100\n"
    "De : \tCleo Ott <cleo@ott.example>\nPour : \tmaartje@shop.example\n\n\nWhere are they?",
    "thunderbird pl": "-------- Przekazana wiadomość --------\nTemat: \tRoses\nData: \tTue, 3 Nov 2026 12:03:00 +0100\n"
    "Nadawca: \tCleo Ott <cleo@ott.example>\nAdresat: \tmaartje@shop.example\n\n\nWhere are they?",
    "thunderbird ja": "-------- 転送されたメッセージ --------\n件名: \tRoses\n日付: \tTue, 3 Nov 2026 12:03:00 +0100\n"
    "差出人: \tCleo Ott <cleo@ott.example>\n宛先: \tmaartje@shop.example\n\n\nWhere are they?",
    "yahoo": "----- Forwarded Message -----\nFrom: Cleo Ott <cleo@ott.example>\nTo: Maartje <maartje@shop.example>\n"
    "Sent: Tuesday, November 3, 2026 at 12:03:00 PM GMT+1\nSubject: Roses\n\nWhere are they?",
    "proton": "------- Forwarded Message -------\nFrom: Cleo Ott <cleo@ott.example>\n"
    "Date: On Tuesday, November 3rd, 2026 at "
    "12:03 PM\nSubject: Roses\nTo: maartje@shop.example <maartje@shop.example>\n\n\n> Where are they?",
    "yandex": "-------- Пересылаемое сообщение --------\n03.11.2026, 12:03, \"Cleo Ott\" <cleo@ott.example>:\n\n"
    "Where are they?\n\n-------- Конец пересылаемого сообщения --------",
    "mail.ru": "-------- Пересылаемое сообщение --------\nОт: Cleo Ott <cleo@ott.example>\nКому: maartje@shop.example\n"
    "Дата: Вторник, 3 ноября 2026, 12:03 +03:00\nТема: Roses\n\nWhere are they?",
    "notes": "----- Forwarded by Maartje Visser/Shop on 03/11/2026 12:03 -----\n\nFrom: Cleo Ott <cleo@ott.example>\n"
    "To: maartje@shop.example\nDate: 03/11/2026 12:00\nSubject: Roses\n\nWhere are they?",
    "163": "-------- 转发邮件信息 --------\n发件人：Cleo Ott <cleo@ott.example>\n发送日期：2026-11-03 12:03:00\n"
    "收件人：maartje@shop.example\n主题：Roses\n\nWhere are they?",
    "samsung": "-------- Original message --------\nFrom: Cleo Ott <cleo@ott.example>\n"
    "Date: 03/11/2026 12:03 (GMT+01:00)\n"
    "To: maartje@shop.example\nSubject: Roses\n\nWhere are they?",
    "k-9": "-------- Ursprüngliche Nachricht --------\nVon: Cleo Ott <cleo@ott.example>\n"
    "Gesendet: 3. November 2026 12:03\n"
    "An: maartje@shop.example\nBetreff: Roses\n\nWhere are they?",
    "outlook mailto": "From: Cleo Ott [mailto:cleo@ott.example]\nSent: 03 November 2026 12:03\nTo: Maartje\n"
    "Subject: Roses\n\n"
    "Where are they?",
    "attribution only": "On 3 Nov 2026, at 12:03, Cleo Ott <cleo@ott.example> wrote:\n\n> Where are they?",
}  # fmt: skip


def read(subject: str, words: str) -> Mail:
    raw = (
        f"From: Maartje <maartje@shop.example>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
    )
    return read_mail(f"{raw}charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{words}".encode(), received_at=NOW)


@pytest.mark.parametrize("program", MARKED)
@pytest.mark.parametrize("note", ["", "Can you take this one?\n\n"])
def test_the_first_sender_of_a_forward_is_found(program: str, note: str) -> None:
    mail = read("Fwd: Roses", note + MARKED[program])
    assert mail.forwarded is not None
    assert (mail.forwarded.from_.address, mail.forwarded.from_.name) == ("cleo@ott.example", "Cleo Ott")
    assert mail.forwarded.subject == ("" if program in ("yandex", "attribution only") else "Roses")
    assert mail.forwarded.text == "Where are they?"
    assert not note or mail.fresh_text == note.strip()
    assert mail.marks == ({} if note else {"only_forwarded": True})


@pytest.mark.parametrize("language", [one for one in BLOCKS if one.split()[1] in PREFIXES])
def test_outlook_hands_on_in_every_language(language: str) -> None:
    words = f"Please.\n\n{BLOCKS[language]}\n\nWhere are they?"
    mail = read(f"{PREFIXES[language.split()[1]]}: Roses", words)
    assert mail.forwarded is not None
    assert (mail.forwarded.from_.address, mail.forwarded.text) == ("hello@x.example", "Where are they?")
    assert read("Re: Roses", words).forwarded is None


def test_a_message_attached_whole_is_a_forward() -> None:
    inner = "From: Cleo Ott <cleo@ott.example>\r\nSubject: Roses\r\nDate: Tue, 3 Nov 2026 12:03:00 +0100\r\n\r\nWhere?"
    mail = read_mail(
        b"From: maartje@shop.example\r\nSubject: see\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n"
        b"This one.\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + inner.encode() + b"\r\n--x--",
        received_at=NOW,
    )
    assert mail.forwarded is not None
    assert (mail.forwarded.from_.name, mail.forwarded.subject, mail.forwarded.text) == ("Cleo Ott", "Roses", "Where?")
    assert mail.forwarded.sent_at == datetime(2026, 11, 3, 11, 3, tzinfo=UTC)
    assert (mail.fresh_text, [file.name for file in mail.attachments]) == ("This one.", ["Roses.eml"])


def test_an_answer_with_history_is_no_forward() -> None:
    words = f"Thanks.\n\nOn 3 Nov 2026, at 12:03, Ann <ann@x.example> wrote:\n\n> {MARKED['gmail']}".replace(
        "\n", "\n> "
    )
    assert read("Re: Fwd: Roses", words).forwarded is None
