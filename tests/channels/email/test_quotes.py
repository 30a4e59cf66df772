"""Own words apart from history: how mail programs introduce what is quoted, and what only looks like it."""

import pytest

from cha.channels.email.reading.quotes import split

INTROS = {
    # Gmail
    "gmail en": "On Tue, Nov 3, 2026 at 12:03 PM Juniper Lane <hello@x.example>\nwrote:",
    "gmail fr": "Le mar. 3 nov. 2026 à 12:03, Juniper Lane <hello@x.example> a\nécrit :",
    "gmail de": "Am Di., 3. Nov. 2026 um 12:03 Uhr schrieb Juniper Lane <\nhello@x.example>:",
    "gmail nl": "Op di 3 nov 2026 om 12:03 schreef Juniper Lane <hello@x.example>:",
    "gmail es": "El mar, 3 nov 2026 a las 12:03, Juniper Lane (<hello@x.example>)\nescribió:",
    "gmail it": "Il giorno mar 3 nov 2026 alle ore 12:03 Juniper Lane <\nhello@x.example> ha scritto:",
    "gmail pt-br": "Em ter., 3 de nov. de 2026 às 12:03, Juniper Lane <hello@x.example>\nescreveu:",
    "gmail pt": "Juniper Lane <hello@x.example> escreveu (terça, 3/11/2026 à(s)\n12:03):",
    "gmail pl": "wt., 3 lis 2026 o 12:03 Juniper Lane <hello@x.example> napisał(a):",
    "gmail cs": "út 3. 11. 2026 v 12:03 odesílatel Juniper Lane <hello@x.example>\nnapsal:",
    "gmail sk": "ut 3. 11. 2026 o 12:03 Juniper Lane <hello@x.example> napísal(a):",
    "gmail sv": "Den tis 3 nov. 2026 kl 12:03 skrev Juniper Lane <hello@x.example>:",
    "gmail da": "Den tirs. 3. nov. 2026 kl. 12.03 skrev Juniper Lane <\nhello@x.example>:",
    "gmail no": "tir. 3. nov. 2026 kl. 12:03 skrev Juniper Lane <hello@x.example>:",
    "gmail fi": "ti 3. marrask. 2026 klo 12.03 Juniper Lane (hello@x.example)\nkirjoitti:",
    "gmail hu": "Juniper Lane <hello@x.example> ezt írta (időpont: 2026. nov. 3.,\nK, 12:03):",
    "gmail ro": "În mar., 3 nov. 2026 la 12:03, Juniper Lane <hello@x.example> a scris:",
    "gmail bg": "На вт, 3.11.2026 г. в 12:03 Juniper Lane <hello@x.example> написа:",
    "gmail ru": "вт, 3 нояб. 2026 г. в 12:03, Juniper Lane <hello@x.example>:",
    "gmail uk": "вт, 3 лист. 2026 р. о 12:03 Juniper Lane <hello@x.example> пише:",
    "gmail el": "Στις Τρί 3 Νοε 2026 στις 12:03 μ.μ., ο/η Juniper Lane <\nhello@x.example> έγραψε:",
    "gmail tr": "Juniper Lane <hello@x.example>, 3 Kas 2026 Sal, 12:03 tarihinde şunu\nyazdı:",
    "gmail he": "\u202bבתאריך יום ג׳, 3 בנוב׳ 2026 ב-12:03 מאת \u202aJuniper Lane\u202c\u200f <\u202a\n"
    "hello@x.example\u202c\u200f>:\u202c",
    "gmail ar": "في الثلاثاء، 3 نوفمبر 2026 في 12:03 م تمت كتابة ما يلي بواسطة Juniper Lane <\nhello@x.example>:",
    "gmail ar 2": "\u202bفي الثلاثاء، 3 نوفمبر 2026 في 12:03 م كتب \u202aJuniper Lane\u202c\u200f "
    "<\u202ahello@x.example\u202c\u200f>:\u202c",
    "gmail fa": "در تاریخ سه‌شنبه ۳ نوامبر ۲۰۲۶، ۱۲:۰۳ Juniper Lane <hello@x.example> نوشت:",
    "gmail hi": "मंगल, 3 नव॰ 2026 को 12:03 अपराह्न बजे को Juniper Lane <hello@x.example> ने लिखा:",
    "gmail th": "ในวันที่ อ. 3 พ.ย. 2026 เวลา 12:03 Juniper Lane <hello@x.example> เขียนว่า:",
    "gmail vi": "Vào Th 3, 3 thg 11, 2026 vào lúc 12:03 Juniper Lane <hello@x.example> đã\nviết:",
    "gmail id": "Pada tanggal Sel, 3 Nov 2026 pukul 12.03 Juniper Lane <hello@x.example>\nmenulis:",
    "gmail ja": "2026年11月3日(火) 12:03 Juniper Lane <hello@x.example>:",
    "gmail zh": "Juniper Lane <hello@x.example> 于2026年11月3日周二 12:03写道：",
    "gmail zh-tw": "Juniper Lane <hello@x.example> 於 2026年11月3日 週二 下午12:03寫道：",
    "gmail ko": "2026년 11월 3일 (화) 오후 12:03, Juniper Lane <hello@x.example>님이 작성:",
    "gmail hr": "uto, 3. stu 2026. u 12:03 Juniper Lane <hello@x.example> napisao je:",
    "gmail sl": "V tor., 3. nov. 2026 ob 12:03 je oseba Juniper Lane <hello@x.example>\nnapisala:",
    "gmail sr": "уто, 3. нов 2026. у 12:03 Juniper Lane <hello@x.example> је написао/ла:",
    "gmail et": "Kuupäev T, 3. november 2026 kell 12:03 kirjutas Juniper Lane <hello@x.example>:",
    "gmail lv": "otrd., 2026. g. 3. nov., plkst. 12:03 — lietotājs Juniper Lane (\n<hello@x.example>) rakstīja:",
    "gmail lt": "2026-11-03, an, 12:03 Juniper Lane <hello@x.example> rašė:",
    "gmail ca": "Missatge de Juniper Lane <hello@x.example> del dia dt., 3 de nov. 2026 a les\n12:03:",
    # Apple Mail
    "apple en": "On 3 Nov 2026, at 12:03, Juniper Lane <hello@x.example> wrote:",
    "apple de": "Am 03.11.2026 um 12:03 schrieb Juniper Lane <hello@x.example>:",
    "apple nl": "Op 3 nov 2026, om 12:03 heeft Juniper Lane <hello@x.example> het volgende geschreven:",
    "apple pt": "No dia 3 de nov. de 2026, às 12:03, Juniper Lane <hello@x.example> escreveu:",
    "apple sv": "3 nov. 2026 kl. 12:03 skrev Juniper Lane <hello@x.example>:",
    "apple fi": "Juniper Lane <hello@x.example> kirjoitti 3.11.2026 kello 12.03:",
    "apple pl": "Wiadomość napisana przez Juniper Lane <hello@x.example> w dniu 3 lis 2026, o godz. 12:03:",
    "apple cs": "3. 11. 2026 v 12:03, Juniper Lane <hello@x.example>:",
    "apple ru": "3 нояб. 2026 г., в 12:03, Juniper Lane <hello@x.example> написал(а):",
    "apple uk": "3 лист. 2026 р. о 12:03 Juniper Lane <hello@x.example> написав(-ла):",
    "apple tr": "Juniper Lane <hello@x.example> şunları yazdı (3 Kas 2026 12:03):",
    "apple ja": "2026/11/03 12:03、Juniper Lane <hello@x.example>のメール:",
    "apple zh": "在 2026年11月3日，12:03，Juniper Lane <hello@x.example> 写道：",
    "apple zh-tw": "Juniper Lane <hello@x.example> 於 2026年11月3日 中午12:03 寫道：",
    "apple ko": "2026. 11. 3. 오후 12:03, Juniper Lane <hello@x.example> 작성:",
    "apple hu": "Dátum: 2026. nov. 3., időpont: 12:03, feladó: Juniper Lane <hello@x.example>:",
    "apple ro": "Pe 3 nov. 2026, la 12:03, Juniper Lane <hello@x.example> a scris:",
    "apple el": "Στις 3 Νοε 2026, 12:03 μμ, ο χρήστης Juniper Lane <hello@x.example> έγραψε:",
    "apple ar": "في ٣ نوفمبر ٢٠٢٦، الساعة ١٢:٠٣، كتب Juniper Lane <hello@x.example>:",
    "apple he": "\u200fב-3 בנוב׳ 2026, בשעה 12:03, \u200fJuniper Lane <hello@x.example> כתב/ה:",
    # Thunderbird
    "thunderbird en": "On 11/3/26 12:03, Juniper Lane wrote:",
    "thunderbird de": "Am 03.11.26 um 12:03 schrieb Juniper Lane:",
    "thunderbird fr": "Le 03/11/2026 à 12:03, Juniper Lane a écrit :",
    "thunderbird nl": "Op 03-11-2026 om 12:03 schreef Juniper Lane:",
    "thunderbird it": "Il 03/11/26 12:03, Juniper Lane ha scritto:",
    "thunderbird es": "El 3/11/26 a las 12:03, Juniper Lane escribió:",
    "thunderbird pl": "W dniu 03.11.2026 o 12:03, Juniper Lane pisze:",
    "thunderbird ru": "03.11.2026 12:03, Juniper Lane пишет:",
    "thunderbird cs": "Dne 03. 11. 26 v 12:03 Juniper Lane napsal(a):",
    "thunderbird pt": "Em 03/11/2026 12:03, Juniper Lane escreveu:",
    "thunderbird sv": "Den 2026-11-03 kl. 12:03, skrev Juniper Lane:",
    "thunderbird fi": "Juniper Lane kirjoitti 3.11.2026 klo 12.03:",
    "thunderbird hu": "2026. 11. 03. 12:03 keltezéssel, Juniper Lane írta:",
    "thunderbird zh": "在 2026/11/3 12:03, Juniper Lane 写道:",
    "thunderbird ko": "2026-11-03 오후 12:03에 Juniper Lane 이(가) 쓴 글:",
    "thunderbird tr": "3.11.2026 12:03 tarihinde Juniper Lane yazdı:",
    "thunderbird el": "Στις 3/11/26 12:03, ο/η Juniper Lane έγραψε:",
    # Others
    "roundcube nl": "Juniper Lane schreef op 2026-11-03 12:03:",
    "k-9 de": "Am 3. November 2026 12:03:00 MEZ schrieb Juniper Lane <hello@x.example>:",
    "yahoo en": "On Tuesday, November 3, 2026 at 12:03:00 PM GMT+1, Juniper Lane <hello@x.example> wrote: ",
    "yahoo es": "El martes, 3 de noviembre de 2026, 12:03:00 CET, Juniper Lane <hello@x.example> escribió:",
    "yahoo de": "Am Dienstag, 3. November 2026, 12:03:00 MEZ hat Juniper Lane <hello@x.example> Folgendes geschrieben:",
    "yahoo fr": "Le mardi 3 novembre 2026 à 12:03:00 UTC+1, Juniper Lane <hello@x.example> a écrit :",
    "mail.ru": "Вторник, 3 ноября 2026, 12:03 +03:00 от Juniper Lane <hello@x.example>:",
    "yandex": '03.11.2026, 12:03, "Juniper Lane" <hello@x.example>:',
    "wp.pl": "Dnia 3 listopada 2026 12:03 Juniper Lane <hello@x.example> napisał(a):",
    "proton": "On Tuesday, November 3rd, 2026 at 12:03 PM, Juniper Lane <hello@x.example> wrote:",
    "163.com": 'At 2026-11-03 12:03:00, "Juniper Lane" <hello@x.example> wrote:',
    "mutt": "* Juniper Lane <hello@x.example> [2026-11-03 12:03]:",
    "gnus": "Juniper Lane <hello@x.example> writes:",
}

BLOCKS = {
    "outlook en": "From: June <hello@x.example>\nSent: Tuesday, November 3, 2026 12:03 PM\nTo: Ann\nSubject: Roses",
    "outlook de": "Von: June <hello@x.example>\nGesendet: Dienstag, 3. November 2026 12:03\nAn: Ann\nBetreff: Rosen",
    "outlook nl": "Van: June <hello@x.example>\nVerzonden: dinsdag 3 november 2026 12:03\nAan: Ann\nOnderwerp: Rozen",
    "outlook fr": "De : June <hello@x.example>\nEnvoyé : mardi 3 novembre 2026 12:03\nÀ : Ann\nObjet : Roses",
    "outlook es": "De: June <hello@x.example>\nEnviado: martes, 3 de noviembre de 2026 12:03\nPara: Ann\nAsunto: Rosas",
    "outlook it": "Da: June <hello@x.example>\nInviato: martedì 3 novembre 2026 12:03\nA: Ann\nOggetto: Rose",
    "outlook pt": "De: June <hello@x.example>\nEnviado: terça-feira, 3 de novembro de 2026\nPara: Ann\nAssunto: Rosas",
    "outlook pt-br": "De: June <hello@x.example>\nEnviada em: 3 de novembro de 2026 12:03\nPara: Ann\nAssunto: Rosas",
    "outlook pl": "Od: June <hello@x.example>\nWysłane: wtorek, 3 listopada 2026 12:03\nDo: Ann\nTemat: Róże",
    "outlook cs": "Od: June <hello@x.example>\nOdesláno: úterý 3. listopadu 2026 12:03\nKomu: Ann\nPředmět: Růže",
    "outlook sk": "Od: June <hello@x.example>\nOdoslané: utorok 3. novembra 2026 12:03\nKomu: Ann\nPredmet: Ruže",
    "outlook sv": "Från: June <hello@x.example>\nSkickat: den 3 november 2026 12:03\nTill: Ann\nÄmne: Rosor",
    "outlook da": "Fra: June <hello@x.example>\nSendt: 3. november 2026 12:03\nTil: Ann\nEmne: Roser",
    "outlook fi": "Lähettäjä: June <hello@x.example>\nLähetetty: 3. marraskuuta 2026 12:03\nVastaanottaja: A\nAihe: R",
    "outlook hu": "Feladó: June <hello@x.example>\nElküldve: 2026. november 3. 12:03\nCímzett: Ann\nTárgy: Rózsák",
    "outlook ro": "De la: June <hello@x.example>\nTrimis: marți, 3 noiembrie 2026 12:03\nCătre: Ann\nSubiect: Flori",
    "outlook bg": "От: June <hello@x.example>\nИзпратено: 3 ноември 2026 12:03\nДо: Ann\nТема: Рози",
    "outlook ru": "От: June <hello@x.example>\nОтправлено: 3 ноября 2026 г. 12:03\nКому: Ann\nТема: Розы",
    "outlook uk": "Від: June <hello@x.example>\nНадіслано: 3 листопада 2026 р. 12:03\nКому: Ann\nТема: Троянди",
    "outlook el": "Από: June <hello@x.example>\nΣτάλθηκε: 3 Νοεμβρίου 2026 12:03\nΠρος: Ann\nΘέμα: Ρόδα",
    "outlook tr": "Kimden: June <hello@x.example>\nGönderildi: 3 Kasım 2026 Salı 12:03\nKime: Ann\nKonu: Güller",
    "outlook he": "מאת: June <hello@x.example>\nנשלח: יום שלישי 3 נובמבר 2026 12:03\nאל: Ann\nנושא: ורדים",
    "outlook ar": "من: June <hello@x.example>\nتم الإرسال: 3 نوفمبر 2026 12:03\nإلى: Ann\nالموضوع: ورد",
    "outlook zh": "发件人: June <hello@x.example>\n发送时间: 2026年11月3日 12:03\n收件人: Ann\n主题: 玫瑰",
    "outlook zh-tw": "寄件者: June <hello@x.example>\n寄件日期: 2026年11月3日 12:03\n收件者: Ann\n主旨: 玫瑰",
    "outlook ja": "差出人: June <hello@x.example>\n送信日時: 2026年11月3日 12:03\n宛先: Ann\n件名: バラ",
    "outlook ko": "보낸 사람: June <hello@x.example>\n보낸 날짜: 2026년 11월 3일 12:03\n받는 사람: Ann\n제목: 장미",
    "outlook vi": "Từ: June <hello@x.example>\nĐã gửi: 3 Tháng Mười Một 2026 12:03\nTới: Ann\nChủ đề: Hoa",
    "outlook id": "Dari: June <hello@x.example>\nDikirim: 3 November 2026 12:03\nKepada: Ann\nSubjek: Mawar",
    "outlook th": "จาก: June <hello@x.example>\nส่ง: 3 พฤศจิกายน 2026 12:03\nถึง: Ann\nเรื่อง: กุหลาบ",
    "outlook hr": "Šalje: June <hello@x.example>\nPoslano: 3. studenoga 2026. 12:03\nPrima: Ann\nPredmet: Ruže",
    "outlook sl": "Od: June <hello@x.example>\nPoslano: 3. november 2026 12:03\nZa: Ann\nZadeva: Vrtnice",
    "outlook et": "Saatja: June <hello@x.example>\nSaadetud: 3. november 2026 12:03\nAdressaat: Ann\nTeema: Roosid",
    "outlook lt": "Nuo: June <hello@x.example>\nIšsiųsta: 2026 m. lapkričio 3 d. 12:03\nKam: Ann\nTema: Rožės",
    "outlook lv": "No: June <hello@x.example>\nNosūtīts: 2026. gada 3. novembris 12:03\nKam: Ann\nTēma: Rozes",
    "outlook no": "Fra: June <hello@x.example>\nSendt: tirsdag 3. november 2026 12:03\nTil: Ann\nEmne: Roser",
    "outlook bold": "*From:* June <hello@x.example>\n*Sent:* 3 November 2026 12:03\n*To:* Ann\n*Subject:* Roses",
    "mobile, no subject": "Van: June <hello@x.example>\nDatum: 3 november 2026 om 12:03\nAan: ann@x.example",
}

SIGNATURES = [
    "Sent from my iPhone", "Verzonden vanaf mijn iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone",
    "Enviado desde mi iPhone", "Inviato da iPhone", "Enviado do meu iPhone", "Skickat från min iPhone",
    "Sendt fra min iPhone", "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone",
    "Надіслано з iPhone", "iPhone'umdan gönderildi", "Στάλθηκε από το iPhone μου", "נשלח מה-iPhone שלי",
    "أُرسلت من الـ iPhone", "发自我的 iPhone", "從我的 iPhone 傳送", "iPhoneから送信", "나의 iPhone에서 보냄",
    "Trimis de pe iPhone", "iPhone-ról küldve", "Gửi từ iPhone của tôi", "Dikirim dari iPhone saya",
    "Get Outlook for iOS", "Outlook für iOS beziehen", "Holen Sie sich Outlook für Android",
    "Télécharger Outlook pour iOS",
    "Obtener Outlook para Android", "Ottieni Outlook per iOS", "Obter o Outlook para iOS",
    "Pobierz aplikację Outlook dla iOS",
    "Получить Outlook для iOS", "下载 Outlook for iOS", "iOS 版 Outlook を入手する", "Hämta Outlook för Android",
    "Verstuurd vanuit Outlook voor iOS", "Sent from Mail for Windows", "Verzonden vanuit Mail voor Windows",
    "Gesendet von Mail für Windows", "Sent from Yahoo Mail on Android", "Sent with Proton Mail secure email.",
    "Отправлено из мобильной Почты Mail.ru", "Отправлено из Яндекс.Почты", "Nachricht gesendet mit K-9 Mail",
    "Enviado desde Yahoo Mail para iPhone", "Samsung Galaxy 스마트폰에서 보냈습니다.",
    "Verzonden met mijn Samsung Galaxy smartphone.", "Von meinem Samsung Galaxy Smartphone gesendet.",
]  # fmt: skip

FRIENDS = [
    "I got your letter.\nFrom: the bottom of my heart\nTo: all of you\nthank you for the flowers.",
    "Please deliver:\nFrom: Gate 4\nTo: Gate 9\nThanks, Ann",
    "Von: Köln\nNach: Bonn\nAm: 3.11. um 10:30 Uhr\nPreis bitte. Ann",
    "On the card you wrote:\nHappy birthday, Joan\nbut her name is Jo.",
    "My sister wrote: they are lovely.\nBut on 3 Nov 2026 at 12:03 nobody was home.",
    "I sent it from my iPhone yesterday, did it arrive?\nAnn",
    "Le lundi 2 novembre, mon mari vous a écrit :\nil attend toujours votre réponse.",
    "-- no, two dashes are how I begin a line\nand this goes on",
    "I am confidential by nature.\n\nBut this e-mail is urgent, please answer.",
    "Date: 3 November\nTime: 12:03\nPlace: the church\nCan you deliver?",
    "Is it true that you wrote to Jo at 10:30?\n\nShe says:\nno.",
]

OWN = "Thanks! Saturday at 10:30 is fine.\nCould it be the white ones?\n\nAnn Peeters"


@pytest.mark.parametrize("intro", INTROS.values(), ids=INTROS)
def test_an_introduction_before_quoted_lines_is_history(intro: str) -> None:
    fresh, quoted = split(f"{OWN}\n\n{intro}\n\n> The roses come on Friday.\n> Juniper Lane\n")
    assert fresh == OWN
    assert intro.strip() in quoted


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("above", ["", "________________________________\n", "-----\n"])
def test_a_block_of_headers_begins_the_history(above: str, block: str) -> None:
    fresh, quoted = split(f"{OWN}\n\n{above}{block}\n\nThe roses come on Friday.\n")
    assert fresh.strip("-\n ") == OWN
    assert "Friday" in quoted


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_telephones_signature_is_folded(signature: str) -> None:
    assert split(f"{OWN}\n\n{signature}\n")[0] == OWN
    below = f"{OWN}\n\n{signature}\n\n{BLOCKS['outlook en']}\n\nThe roses come on Friday."
    assert split(below)[0] == OWN


@pytest.mark.parametrize("words", FRIENDS)
def test_what_only_looks_like_history_stays(words: str) -> None:
    assert split(words)[0] == words


def test_answers_between_quoted_lines_are_all_fresh() -> None:
    text = f"{INTROS['gmail en']}\n\n> How many?\n\nSix.\n\n> Which colour?\n> Cream or white?\n\nCream.\n\n> Regards\n"
    assert split(text)[0] == "Six.\n\nCream."


def test_words_below_and_above_a_quote_are_fresh() -> None:
    text = f"Above.\n\n{INTROS['apple de']}\n\n> Old.\n\nBelow.\n-- \nAnn\n"
    assert split(text)[0] == "Above.\n\nBelow."
