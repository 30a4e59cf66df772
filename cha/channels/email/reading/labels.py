"""The words before the values in a quoted header block, by field, as mail programs of some forty languages write them.

Sources: the replies and forwards of Outlook, Outlook on the web, Thunderbird, Apple Mail, Gmail, Yahoo, Yandex,
Mail.ru, GMX, Notes and Zimbra in each language.
"""

import re

from cha.channels.email.reading.words import undirected

_WORDS = {
    "from": "from|von|van|de|da|di|fra|från|od|от|від|із|feladó|lähettäjä|saatja|nuo|no|sūtītājs|siuntėjas|gönderen|"
    "kimden|pošiljatelj|šalje|pošiljateľ|odesílatel|odosielateľ|nadawca|expéditeur|absender|afzender|mittente|"
    "remitente|"
    "remetente|expeditor|de la|από|αποστολέας|من|المرسل|מאת|از|发件人|發件人|寄件者|寄件人|差出人|送信者|送信元|"
    "보낸 사람|보낸사람|발신|"
    "발신인|từ|người gửi|dari|pengirim|จาก|ผู้ส่ง|प्रेषक|от кого|від кого|подател|sendt av|avsändare|afsender|avsender",
    "date": "sent|date|sent on|on|gesendet|gesendet am|datum|verzonden|verzonden op|envoyé|envoyé le|envoye|envoyée|le|"
    "enviado|enviado el|enviado em|enviada em|enviada|fecha|data|inviato|data invio|data e hora|skickat|skickat den|"
    "datum och tid|sendt|dato|sendt den|wysłano|wysłane|data wysłania|odesláno|odoslané|dátum|отправлено|дата|"
    "надіслано|"
    "дата й час|elküldve|küldve|lähetetty|päivämäärä|päiväys|saadetud|kuupäev|nosūtīts|datums|išsiųsta|gönderildi|"
    "gönderim|gönderme tarihi|tarih|gönderilme tarihi|poslano|poslato|trimis|trimisă|dată|στάλθηκε|εστάλη|ημερομηνία|"
    "αποστολή|изпратено|تاريخ الإرسال|تم الإرسال|التاريخ|الإرسال|أرسلت|تاريخ|תאריך|נשלח|נשלח ב|תאריך שליחה|发送时间|"
    "发送日期|日期|时间|時間|傳送時間|寄件日期|寄送日期|已傳送|送信日時|日時|日付|送信日|보낸 날짜|보낸날짜|날짜|일시|"
    "발송일|đã gửi|ngày|ngày gửi|"
    "gửi|dikirim|tanggal|ส่ง|วันที่|ส่งเมื่อ|दिनांक",
    "to": "to|pour|adressaat|pentru|an|aan|naar|à|a|para|till|til|do|komu|adresat|кому|címzett|vastaanottaja|kime|"
    "alıcı|prima|za|către|catre|"
    "la|προς|παραλήπτης|до|إلى|المستلم|אל|ל|به|收件人|收件者|宛先|送信先|받는 사람|받는사람|수신|수신인|đến|tới|"
    "người nhận|kepada|untuk|"
    "ถึง|destinataire|destinatario|destinatário|empfänger|ontvanger|mottagare|modtager|saaja|kam|gavėjas|získá",
    "cc": "cc|kopie|kopie an|copie|copie à|c\\.c\\.|copia|cópia|kopia|kopi|dw|do wiadomości|kópia|másolat|"
    "másolatot kap|"
    "копия|копія|bilgi|κοιν\\.|κοινοποίηση|نسخة|نسخة إلى|עותק|抄送|副本|抄送人|참조|đồng kính gửi|tembusan|สำเนา|"
    "kopija",
    "subject": "subject|re|betreff|betr\\.?|onderwerp|objet|sujet|asunto|oggetto|assunto|ämne|emne|aihe|temat|předmět|"
    "predmet|тема|tárgy|konu|subiect|θέμα|относно|الموضوع|موضوع|נושא|主题|主題|主旨|标题|件名|제목|chủ đề|tiêu đề|"
    "subjek|"
    "perihal|teema|temats|tēma|tema|เรื่อง|หัวเรื่อง|विषय|zadeva|naslov|задатак",
    "reply_to": "reply-to|antwort an|antwoord aan|antwoordadres|répondre à|responder a|rispondi a|responder para|"
    "svar til|"
    "svara till|odpowiedz do|ответить|返信先",
    "other": "importance|priority|wichtigkeit|priorität|belang|prioriteit|importancia|importance|attachments|anlagen|"
    "bijlagen|"
    "pièces jointes|datos adjuntos|allegati|anexos|вложения|załączniki|priorità|bcc|organization|mailed-by|signed-by",
}
FIELDS = {word: field for field, words in _WORDS.items() for word in words.replace("\\", "").split("|")}
# What programs write above a message that is handed on.
_MARKER = re.compile(
    r"^[\s>*]{0,6}(?:[-_=—]{2,}[ \t]*)?(forwarded (message|mail|by\b.*)|begin forwarded message|"
    r"start of forwarded message|"
    r"doorgestuurd bericht|begin doorgestuurd bericht|doorgezonden bericht|(début du )?message (transféré|réexpédié|"
    r"transmis)|"
    r"(anfang der )?weitergeleitete(n)? (nachricht|e-?mail|mail)|(inicio del )?mensaje reenviado|"
    r"(inizio (del )?)?messaggio inoltrato|(início da )?mensagem (encaminhada|reencaminhada)|"
    r"(iniciar mensagem|missatge) (reencaminhada|reenviat)|vidarebefordrat (meddelande|brev)|"
    r"(start på |begynd(else)? )?videresend(t|te) (meddelelse|besked|melding)|videresendt|"
    r"(välitetty|edelleenlähetetty|lähetetty edelleen) viesti|välitetty viesti alkaa|"
    r"(początek )?(przekazan(a|ej)|przesłan(a|ej) dalej) wiadomo(ść|ści)|(začátek )?přeposlan(á|é) zpráv(a|y)|"
    r"preposlaná správa|továbbított (üzenet|levél)|mesaj redirecționat|mesaj redirectionat|"
    r"(начало )?(пересланн?(ого|ое)|пересылаем(ого|ое)) (сообщени|письм)[ея]|переслан(е|ого) повідомлення|"
    r"препратено съобщение|προωθημένο μήνυμα|(yönlendirilen|iletilen|iletilmiş) (ileti|mesaj|e-?posta)|"
    r"رسالة (معاد|تمت إعادة) (توجيهها|إرسالها)|الرسالة المعاد توجيهها|بداية الرسالة المعاد توجيهها|הודעה (שהועברה|"
    r"מועברת)|"
    r"(以下是)?(被)?转发(的)?(邮件|郵件|信息)|轉寄(的)?(郵件|訊息|信件)|已轉寄郵件|轉寄郵件開始|開始轉寄訊息|"
    r"(ここから)?転送(された)?(メッセージ|メール)|(전달된|전달) (메시지|메일)|"
    r"thư (đã )?chuyển tiếp|tin nhắn đã chuyển tiếp|pesan (terusan|yang diteruskan)|ข้อความที่ส่งต่อ|edastatud kiri|"
    r"pārsūtītā ziņa|persiųstas laiškas|proslijeđena poruka|prosleđena poruka|posredovano sporočilo)"
    r"[ \t]*[:：]?[ \t]*(?:[-_=—]{2,})?[ \t]*[*]{0,2}$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"(?:^|[\s>*])([^\W\d_]{1,20})\s?\*?[:：]")
_LABEL = re.compile(r"^[\s>*_|]{0,12}([^\W\d_][^:：<>@\n]{0,28}?)[\s*_]{0,3}(?:[:：]|\s[:：])[\s*_]{0,4}(.*)$")


def labelled(line: str) -> tuple[str, str]:
    """(field, value) of a line of a quoted header block; ("", "") of any other line."""
    found = _LABEL.match(undirected(line[:1000]))
    if not found:
        return "", ""
    field = FIELDS.get(" ".join(found[1].lower().split()).rstrip("*_ "), "")
    return (field, found[2].strip()) if field else ("", "")


def fields_within(line: str) -> set[str]:
    """The fields of a block of headers that stands in one line."""
    return {FIELDS[word.lower()] for word in _WITHIN.findall(line[:1000]) if word.lower() in FIELDS}


def looks_labelled(line: str) -> bool:
    """Whether a line has the form of such a line, in whatever language."""
    return bool(_LABEL.match(undirected(line[:1000])))


def is_forward_line(line: str) -> bool:
    """Whether a line announces a forwarded message."""
    line = undirected(line).strip(" \t>*")
    announced = line.endswith((":", "：")) or line.startswith(("--", "==", "__", "—"))
    return len(line) < 200 and announced and bool(_MARKER.match(line))
