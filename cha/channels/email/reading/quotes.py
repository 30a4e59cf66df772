"""This mail's own words apart from the history and the signature below (or above) them.

Line based and linear: each rule looks at a line and a few after it, so a megabyte of text is cheap and
no pattern can run away. Wrong guesses hide nothing: what is not fresh is folded, never dropped.
"""

import re

from cha.channels.email.reading import bounds

_WROTE = (
    "wrote|writes|schreef|heeft het volgende geschreven|geschreven|schreven|a écrit|a ecrit|écrit|schrieb|geschrieben|"
    "escribió|escribio|ha escrito|ha scritto|scritto|escreveu|skrev|skreiv|kirjoitti|napisał|napisała|napisał\\(a\\)|"
    "pisze|napsal|napsala|napsal\\(a\\)|napísal|написал|написала|написал\\(а\\)|пишет|пише|написав|ezt írta|írta|"
    "a scris|έγραψε|yazdı|şunları yazdı|كتب|كتبت|כתב|כתבה|写道|寫道|书写|"
    "のメール|書きました|님이 작성|작성|đã viết|viết|"
    "menulis|ने लिखा|rakstīja|rašė|kirjutas|je napisao|je napisala|pravi|escrigué|va escriure"
)
_ATTRIBUTION = re.compile(rf"^.{{0,400}}?(?<![^\W\d_])(?:{_WROTE})(?![^\W\d_]).{{0,200}}?[:：]\s*$", re.IGNORECASE)
_CJK_ATTRIBUTION = re.compile(r"(写道|寫道|书写|のメール|님이 작성|작성|書きました).{0,20}[:：]?\s*$")
_BEGINS_ATTRIBUTION = re.compile(
    r"^\W{0,3}(On|Op|Le|Am|El|Il|Em|Den|På|W dniu|Dnia|Dne|Dňa|V|Pe|În|Στις|Vào|Pada|Tanggal|في|بتاريخ|ב|בתאריך|在|"
    r"\d{1,4}[.\-/年 ]|(mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo|lun|mar|mer|jeu|ven|sam|dim)[a-zé]*[ .,])",
    re.IGNORECASE,
)
_LOOKS_DATED = re.compile(r"\d{1,2}[:.h]\d{2}|\b(19|20)\d{2}\b|[٠-٩]{1,4}|@|\d{1,2}[./-]\d{1,2}", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^[\s>*]*[-_=—]{2,}\s*(original message|original appointment|original mail|forwarded message|forwarded by.*|"
    r"oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|message d.origine|message original|message initial|"
    r"message transféré|message transfere|ursprüngliche nachricht|originalnachricht|original-nachricht|"
    r"weitergeleitete nachricht|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|"
    r"mensagem original|mensagem encaminhada|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|"
    r"oryginalna wiadomość|wiadomość oryginalna|původní zpráva|исходное сообщение|пересланное сообщение|"
    r"eredeti üzenet|alkuperäinen viesti|orijinal mesaj|الرسالة الأصلية|رسالة أصلية|رسالة معاد توجيهها|"
    r"הודעה מקורית|原始邮件|原邮件|原始郵件|元のメッセージ|원본 메일|원본 메시지|reply message|réponse|antwort)"
    r"\s*[-_=—]{0,}\s*$",
    re.IGNORECASE,
)
_APPLE_FORWARD = re.compile(
    r"^[\s>]*(Begin forwarded message|Begin doorgestuurd bericht|Début du message (réexpédié|transféré)|"
    r"Anfang der weitergeleiteten Nachricht|Inicio del mensaje reenviado|Inizio messaggio inoltrato)\s*:?\s*$",
    re.IGNORECASE,
)
_FROM_KEYS = (
    "from|von|van|de|da|fra|från|od|от|feladó|lähettäjä|gönderen|kimden|من|מאת|发件人|寄件者|差出人|보낸 사람|từ|dari"
)
_OTHER_KEYS = (
    "sent|date|to|subject|cc|reply-to|gesendet|datum|an|betreff|kopie|verzonden|aan|onderwerp|envoyé|"
    "envoye|date|à|a|objet|"
    "enviado|enviado el|fecha|para|asunto|inviato|data|oggetto|assunto|skickat|till|ämne|sendt|til|"
    "emne|wysłano|do|temat|"
    "odesláno|komu|předmět|отправлено|кому|тема|дата|elküldve|címzett|tárgy|lähetetty|vastaanottaja|"
    "aihe|gönderildi|kime|"
    "konu|tarih|تاريخ الإرسال|تم الإرسال|التاريخ|الإرسال|أرسلت|إلى|الموضوع|נשלח|אל|נושא|"
    "发送时间|收件人|主题|寄件日期|收件者|"
    "主旨|送信日時|宛先|件名|보낸 날짜|받는 사람|제목"
)
_FROM_LINE = re.compile(rf"^[\s>*]*({_FROM_KEYS})\s?\*?\s?[:：]\*?\s*\S", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"^[\s>*]*({_OTHER_KEYS})\s?\*?\s?[:：]", re.IGNORECASE)
_RULE = re.compile(r"^\s*[_\-—=*]{5,}\s*$")
_QUOTED = re.compile(r"^\s{0,3}(>|\|\s)")
_MARKER = re.compile(
    r"(reply|respond|write|type your reply|answer|antwoord|répondre|répondez|antworten|responda|"
    r"responder|schrijf)\b.{0,40}"
    r"\b(above|boven|au-dessus|oberhalb|über|encima|arriba)\b.{0,40}(line|lijn|regel|ligne|linie|zeile|línea)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(-- ?|—|__|--\s*)$")
_SENT_FROM = re.compile(
    r"^\W{0,3}((sent|send) from (my|mail|outlook|yahoo|samsung|proton|a mobile|gmail)|sent (with|via|"
    r"using) |get outlook for|"
    r"verzonden (vanaf|vanuit|met|via)|verstuurd (vanaf|vanuit|met|via)|outlook voor |download outlook|"
    r"envoyé (de|depuis|à partir|avec)|envoye (de|depuis)|obtenir outlook|télécharger outlook|"
    r"gesendet (von|mit|aus)|von meinem (iphone|ipad|handy|samsung|smartphone).{0,30}gesendet|"
    r"diese nachricht wurde von meinem|outlook für |holen sie sich outlook|"
    r"enviado (desde|a partir|do meu|con|via)|obtener outlook|inviato da|scarica outlook|skickat från|sendt fra|"
    r"wysłane z|wysłano z|odesláno z|отправлено (с|из)|lähetetty |أرسلت من|مرسل من|أُرسلت من|تم الإرسال من|נשלח מ|"
    r"发自我的|從我的|iphoneから送信|나의 iphone에서)",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """(fresh, quoted): the writer's own words, and the history and signature to fold away.

    When nothing would be left of the writer's own words (a bare forward), everything is fresh.
    """
    lines = text.split("\n", bounds.TEXT_LINES)
    marks = _marks(lines)
    own, folded = _own_words(lines, marks)
    fresh = "\n".join(own).strip()
    if not fresh and any(mark != "own" for mark in marks):
        return text.strip(), ""
    return fresh, "\n".join(folded).strip()


def _marks(lines: list[str]) -> list[str]:
    """For each line what it is: `own`, `quote` (marked with >), `intro` (attribution), `rest` (history to the end)."""
    marks = ["own"] * len(lines)
    at = 0
    while at < len(lines):
        if _QUOTED.match(lines[at]):
            marks[at] = "quote"
        elif _starts_history(lines, at):
            marks[at:] = ["rest"] * (len(lines) - at)
            return marks
        elif size := _attribution(lines, at):
            marks[at : at + size] = ["intro"] * size
            if not _quote_follows(lines, at + size):
                marks[at:] = ["rest"] * (len(lines) - at)
                return marks
            at += size - 1
        at += 1
    return marks


def _own_words(lines: list[str], marks: list[str]) -> tuple[list[str], list[str]]:
    own: list[str] = []
    folded: list[str] = []
    signed = begun = False
    for line, mark in zip(lines, marks, strict=True):
        if mark == "own" and not signed and _is_signature(line, begun):
            signed = True
        if mark == "own" and not signed:
            own.append(line)
            begun = begun or bool(line.strip())
            if line.strip() and folded:
                folded.append(line)
            continue
        if mark != "own" and own and own[-1].strip():
            own.append("")
        signed = signed and mark in ("own", "rest")
        folded.append(line)
    return own, folded


def _is_signature(line: str, begun: bool) -> bool:
    if len(line) < 160 and _SENT_FROM.match(line):
        return True
    return begun and bool(_SIGNATURE.match(line))


def _starts_history(lines: list[str], at: int) -> bool:
    line = lines[at]
    if len(line) > 400 or not line.strip():
        return False
    if _ORIGINAL.match(line) or _APPLE_FORWARD.match(line):
        return True
    if len(line) < 200 and _MARKER.search(line):
        return True
    if _RULE.match(line):
        following = _next_filled(lines, at + 1)
        return following is not None and _is_header_block(lines, following)
    return _is_header_block(lines, at)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Outlook's From/Sent/To/Subject lines in their several orders: one From and two others close to it."""
    block = [line[:400] for line in lines[at : at + 9]]
    if _FROM_LINE.match(block[0]):
        return sum(bool(_OTHER_LINE.match(line)) for line in block[1:]) >= 2
    if not _OTHER_LINE.match(block[0]):
        return False
    close = block[:4]
    return any(map(_FROM_LINE.match, close)) and sum(bool(_OTHER_LINE.match(line)) for line in close) >= 3


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from here say who wrote the quoted text: 0 when none does."""
    first = lines[at].strip()
    if not first or len(first) > 400:
        return 0
    joined = ""
    for size, line in enumerate(lines[at : at + 4], start=1):
        if not line.strip() or _QUOTED.match(line):
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > 500:
            return 0
        ends = joined.endswith((":", "："))
        if not ends and not _CJK_ATTRIBUTION.search(joined):
            continue
        if size > 1 and not _BEGINS_ATTRIBUTION.match(joined):
            return 0
        return size if _is_attribution(joined, _quote_follows(lines, at + size)) else 0
    return 0


def _is_attribution(words: str, quote_follows: bool) -> bool:
    dated = bool(_LOOKS_DATED.search(words))
    says_wrote = bool(_ATTRIBUTION.match(words) or _CJK_ATTRIBUTION.search(words))
    if says_wrote and quote_follows:
        return True
    if says_wrote and dated:
        return bool(_BEGINS_ATTRIBUTION.match(words)) or "@" in words
    return quote_follows and dated and ("@" in words or bool(_BEGINS_ATTRIBUTION.match(words)))


def _quote_follows(lines: list[str], at: int) -> bool:
    following = _next_filled(lines, at)
    return following is not None and bool(_QUOTED.match(lines[following]))


def _next_filled(lines: list[str], at: int) -> int | None:
    return next((place for place in range(at, min(at + 4, len(lines))) if lines[place].strip()), None)
