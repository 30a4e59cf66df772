"""This mail's own words apart from the history and the signature below (or above) them.

Line based and linear: each rule looks at a line and a few after it, so a megabyte of text is cheap and
no pattern can run away. Wrong guesses hide nothing: what is not fresh is folded, never dropped.
"""

import re

from cha.channels.email.reading import bounds
from cha.channels.email.reading.labels import is_forward_line, labelled
from cha.channels.email.reading.words import undirected

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
_NAMES_ADDRESS = re.compile(r"[<(] ?[^<>()\s]{1,200}@[^<>()\s]{1,200}[>)]?")
_SAYS_WHEN = re.compile(r"\b(19|20)\d{2}\b.{0,40}\d{1,2}[:.]\d{2}")
_LOOKS_DATED = re.compile(r"\d{1,2}[:.h]\d{2}|\b(19|20)\d{2}\b|[٠-٩]{1,4}|@|\d{1,2}[./-]\d{1,2}", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^[\s>*]*[-_=—]{2,}\s*(original (message|appointment|mail|e-?mail)|oorspronkelijk bericht|origineel bericht|"
    r"message d.origine|message (original|initial|d.origine)|ursprüngliche (nachricht|mail|e-?mail)|"
    r"original-?(nachricht|mail)|mensaje (original|originario)|messaggio (originale|originario)|mensagem original|"
    r"missatge original|ursprungligt (meddelande|mail)|originalmeddelande|(oprindelig|opprinnelig) (meddelelse|melding|mail)|"
    r"originalmelding|oryginalna wiadomość|wiadomość oryginalna|původní (zpráva|e-?mail)|pôvodná správa|"
    r"исходное (сообщение|письмо)|(оригинальное|первоначальное) (сообщение|письмо)|вихідне повідомлення|"
    r"оригінальне повідомлення|оригинално съобщение|eredeti üzenet|alkuperäinen viesti|(orijinal|özgün) (mesaj|ileti)|"
    r"mesaj(ul)? original|αρχικό μήνυμα|izvorna poruka|originalna poruka|izvirno sporočilo|algne kiri|"
    r"الرسالة الأصلية|رسالة أصلية|הודעה מקורית|原始邮件|原邮件|原始郵件|原始訊息|原始信件|元のメッセージ|元メッセージ|オリジナルメッセージ|"
    r"원본 ?(메일|메시지)|tin nhắn gốc|thư gốc|pesan asli|ข้อความต้นฉบับ|reply message|réponse|antwort)"
    r"\s*[-_=—]{0,}\s*$",
    re.IGNORECASE,
)
# Any words between dashes; they begin the history where a block of headers follows.
_TITLE = re.compile(r"^[\s>*]*[-_=—]{2,}\s?[^\W\d_][^<>@]{2,60}?\s?[-_=—]{2,}[\s*]*$")
_RULE = re.compile(r"^\s*[_\-—=*]{5,}\s*$")
_QUOTED = re.compile(r"^\s{0,3}(>|\|\s)")
_MARKER = re.compile(
    r"(reply|respond|write|type your reply|answer|antwoord|répondre|répondez|antworten|responda|"
    r"responder|schrijf)\b.{0,40}"
    r"\b(above|boven|au-dessus|oberhalb|über|encima|arriba)\b.{0,40}(line|lijn|regel|ligne|linie|zeile|línea)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--\s*$")
_DASH = re.compile(r"^\s*([—–]{1,3}|_{2,4}|-{3,4}|\*{3})\s*$")
_NOTES = re.compile(r"^.{1,100}?-{2,3}\s?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4} \d{1,2}[:.]\d{2}.{0,20}-{3}")
# A footer that a program, a firm or a virus scanner puts under a mail.
_FOOTER = re.compile(
    r"^\W{0,6}("
    r"confidentiality (notice|note)|disclaimer\b|legal (notice|disclaimer)|privileged (and|&|/) confidential|"
    r"(this|the) (information|contents?|e-?mail|message|communication|transmission)\b.{0,80}?"
    r"(confidential|privileged|intended (only|solely|for)|proprietary)|"
    r"please (consider|think of) (the|our) (environment|planet)|if you (are not|have received this|received this).{0,60}"
    r"(recipient|addressee|in error)|"
    r"dit (e-?mail)?-?\s?(bericht|mail).{0,80}?(uitsluitend|vertrouwelijk|bestemd)|de informatie (verzonden )?in (dit|deze).{0,80}"
    r"(bestemd|vertrouwelijk)|(denk|bespaar|spaar).{0,30}(milieu|papier|bomen)|"
    r"diese (e-?mail|nachricht|mail).{0,120}?(vertraulich|geschützte|bestimmt)|(bitte )?(denken sie an die|schützen sie die|"
    r"prüfen sie).{0,40}(umwelt|drucken|ausdruck)|der inhalt dieser (e-?mail|nachricht).{0,60}(vertraulich|bestimmt)|"
    r"ce (message|courriel|mail|courrier).{0,100}?(confidentiel|destiné|exclusif)|avis de confidentialité|"
    r"(pensez à|avant d.imprimer|merci de penser).{0,60}(environnement|planète|imprimer|nécessaire)|"
    r"(este|el presente) (mensaje|correo|e-?mail).{0,120}?(confidencial|destinatario|exclusiv)|aviso (legal|de confiden)|"
    r"(antes de imprimir|piense en|considere).{0,60}(ambiente|imprimir|necesario)|"
    r"(questo|il presente|la presente|le informazioni).{0,120}?(riservat|confidenzial|destinatari)|"
    r"(prima di stampare|rispetta l).{0,60}(ambiente|stampare)|(esta mensagem|este e-?mail).{0,120}?(confidencia|destinat)|"
    r"(antes de imprimir|pense no).{0,60}|(ta|niniejsza|treść tej) wiadomoś.{0,120}?(poufn|przeznaczon)|"
    r"(tato zpráva|tento e-?mail).{0,100}?(důvěrn|určen)|detta (meddelande|mejl|e-post).{0,100}?(konfidentiell|avsett|sekretess)|"
    r"denne (mail|e-?mail|e-?post|meddelelse|meldingen).{0,100}?(fortrolig|konfidensiel|beregnet)|"
    r"tämä (viesti|sähköposti).{0,80}(luottamuksel|tarkoitettu)|"
    r"(это|данное|настоящее|содержание).{0,40}(сообщени|письм).{0,120}?(конфиденциальн|предназначен)|"
    r"ця? ?(електронн|повідомлення|лист).{0,80}(конфіденційн)|bu (e-?posta|mesaj|ileti).{0,100}?(gizli|özel)|"
    r"ez az (e-?mail|üzenet).{0,80}(bizalmas)|(本|此|该)(邮件|電郵|电子邮件|電子郵件|信件).{0,60}(机密|保密|機密|保密)|"
    r"(この|本)(メール|電子メール).{0,60}(機密|秘密|宛先)|(이|본) ?(메일|이메일|메시지|전자우편).{0,60}(기밀|비밀|보안)|"
    r"(هذه الرسالة|هذا البريد|محتويات).{0,80}(سري|خاص)|(הודעה זו|דוא.ל זה|המידע).{0,80}(סודי|חסוי|מיועד)|"
    r"virus-?free|(this e-?mail|diese e-?mail|este e-?mail|ce mail|questa e-?mail|dit e-?mail).{0,60}"
    r"(checked for viruses|viren geprüft|virus|avast|avg)|no virus found|scanned by|you received this message because you are "
    r"subscribed|to unsubscribe from this (group|list)|_{20,}\s*$)",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"iphon|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|oneplus|blackberry|windows|outlook|yahoo|gmail|proton|"
    r"mail\.ru|яндекс|яндекса|yandex|thunderbird|k-?9|fairemail|spark|mymail|bluemail|aqua mail|ios\b|handy|mobil|"
    r"smartphone|telefon|téléphone|telefoon|móvil|celular|cellulare|telemóvel|komór|телефон|смартфон|手机|手機|携帯|"
    r"휴대|스마트폰|갤럭시|아이폰|نوال|هاتف|جوال|נייד|foxmail|naver|네이버|daum|qq邮箱|网易|tutanota|tuta\b|hey\.com|fastmail|gmx|web\.de|"
    r"seznam|orange|libero|virgilio|free mail|bol\.com|ziggo|kpn|telenet|zoho|nine\b",
    re.IGNORECASE,
)
_SENT_WORD = re.compile(
    r"\b(sent|send|get|verzonden|verstuurd|gestuurd|download|gesendet|geschickt|versandt|verschickt|envoyé|obtenir|"
    r"télécharger|enviad[oa]|obtener|obtén|descarga|inviat[oa]|ottieni|scarica|obter|obtenha|skickat|skickades|hämta|sendt|"
    r"hent|lähetetty|hanki|wysłan[oea]|pobierz|odeslán[oa]|odoslané|stáhn|küldve|elküldve|trimis|"
    r"отправлен[оа]|получить|скачать|отримати|надіслано|изпратено|gönderildi|gönderilmiştir|edinin|indir|στάλθηκε|εστάλη|αποκτήστε|gửi từ|"
    r"dikirim|saadetud|nosūtīts|išsiųsta|poslano|poslato)\b|"
    r"送信|送られ|下载|下載|を入手|发送|傳送|发自|發自|寄自|傳自|获取|來自|来自|从我|從我|보냄|보냈|전송|보낸|에서 보|다운로드|"
    r"أرسلت|مرسل|أُرسل|الإرسال|إرسالها|احصل|נשלח|ส่งจาก",
    re.IGNORECASE,
)
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


def split(text: str, *, answers: bool = True) -> tuple[str, str]:
    """(fresh, quoted): the writer's own words, and the history and signature to fold away.

    In a mail that `answers` none, lines behind `>` that nothing introduces are the writer's own. When nothing would be left of the writer's own words (a bare forward), everything is fresh.
    """
    lines = text.split("\n", bounds.TEXT_LINES)
    marks = _marks([undirected(line) for line in lines] if not text.isascii() else lines)
    if not answers and "intro" not in marks and "rest" not in marks:
        marks = ["own" if mark == "quote" else mark for mark in marks]
    own, folded = _own_words(lines, marks)
    fresh = "\n".join(own).strip()
    if not fresh and any(mark in ("quote", "intro", "rest") for mark in marks):
        return text.strip(), ""
    return fresh, "\n".join(folded).strip()


def _marks(lines: list[str]) -> list[str]:
    """For each line what it is: `own`, `quote` (marked with >), `intro` (attribution), `rest` (history to the end),
    `signed` (a signature or a footer, until history or the end).
    """
    marks = ["own"] * len(lines)
    at = 0
    while at < len(lines):
        if _QUOTED.match(lines[at]):
            marks[at] = "quote"
        elif _starts_history(lines, at):
            marks[at:] = ["rest"] * (len(lines) - at)
            break
        elif size := attribution(lines, at):
            marks[at : at + size] = ["intro"] * size
            if not _quote_follows(lines, at + size):
                marks[at:] = ["rest"] * (len(lines) - at)
                break
            at += size - 1
        at += 1
    return _signed(lines, marks)


def _signed(lines: list[str], marks: list[str]) -> list[str]:
    begun = signed = False
    for at, line in enumerate(lines):
        if marks[at] != "own":
            signed = signed and marks[at] == "rest"
        elif signed or _is_signature(lines, marks, at, begun):
            signed = True
            marks[at] = "signed"
        begun = begun or (marks[at] == "own" and bool(line.strip()))
    return marks


def _own_words(lines: list[str], marks: list[str]) -> tuple[list[str], list[str]]:
    own: list[str] = []
    folded: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark == "own":
            after_cut = bool(folded) and (not own or not own[-1].strip())
            if line.strip() or not after_cut:
                own.append(line)
            if line.strip() and folded:
                folded.append(line)
            continue
        if own and own[-1].strip():
            own.append("")
        folded.append(line)
    return own, folded


def _is_signature(lines: list[str], marks: list[str], at: int, begun: bool) -> bool:
    line = lines[at]
    if _SENT_FROM.match(line) and len(line) < 120 and _ends_soon(lines, marks, at):
        named = _DEVICE.search(line) or "http" in line or "www." in line
        return bool(named) and len(line.split()) < 16
    if not line.strip() or not begun and len(line) > 160:
        return False
    if begun and (_SIGNATURE.match(line) or (_alone(lines, at) and _FOOTER.match(line[:500]))):
        return True
    if begun and _DASH.match(line) and _ends_soon(lines, marks, at):
        return True
    sentence = line.rstrip().endswith((".", "?", "!", "。")) and not line.rstrip().endswith("습니다.")
    short = len(line) < 100 and len(line.split()) < 12 and not sentence
    return short and _is_last(lines, marks, at) and bool(_DEVICE.search(line) and _SENT_WORD.search(line))


def _ends_soon(lines: list[str], marks: list[str], at: int) -> bool:
    """Whether at most a few short lines of the writer's follow, as below a signature."""
    below = [
        lines[place] for place in range(at + 1, len(lines[: at + 40])) if marks[place] == "own" and lines[place].strip()
    ]
    return (
        len(below) <= 6
        and all(len(line) < 100 and not line.rstrip().endswith("?") for line in below)
        or any(_FOOTER.match(line[:500]) for line in below[:2])
    )


def _alone(lines: list[str], at: int) -> bool:
    """Whether a paragraph begins here, or another footer's line stands above."""
    return at == 0 or not lines[at - 1].strip() or bool(_RULE.match(lines[at - 1]))


def _is_last(lines: list[str], marks: list[str], at: int) -> bool:
    """Whether a line is a paragraph of its own with none of the writer's words below."""
    below = next((place for place in range(at + 1, min(at + 6, len(lines))) if lines[place].strip()), None)
    apart = at == 0 or not lines[at - 1].strip()
    return apart and (below is None or marks[below] != "own")


def _starts_history(lines: list[str], at: int) -> bool:
    line = lines[at]
    if len(line) > 400 or not line.strip():
        return False
    if _ORIGINAL.match(line) or is_forward_line(line) or _NOTES.match(line):
        return True
    if len(line) < 200 and _MARKER.search(line):
        return True
    if _RULE.match(line) or _TITLE.match(line):
        following = _next_filled(lines, at + 1)
        return following is not None and is_header_block(lines, following)
    return is_header_block(lines, at)


def is_header_block(lines: list[str], at: int) -> bool:
    """From, Sent, To, Subject in their several orders and languages, close to one another."""
    field, value = labelled(lines[at])
    if not field:
        return False
    found = {field: value}
    for line in lines[at + 1 : at + 9]:
        field, value = labelled(line)
        if field:
            found.setdefault(field, value)
    if "from" not in found or not found["from"]:
        return False
    addressed = any("@" in found.get(key, "") for key in ("from", "to"))
    if "subject" in found:
        return "to" in found or "date" in found or addressed
    return "date" in found and _LOOKS_DATED.search(found["date"]) is not None and ("to" in found or addressed)


def attribution(lines: list[str], at: int) -> int:
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
        if size > 1 and not (_BEGINS_ATTRIBUTION.match(joined) or _goes_on(first, joined)):
            return 0
        return size if _is_attribution(joined, _quote_follows(lines, at + size)) else 0
    return 0


def _goes_on(first: str, joined: str) -> bool:
    """Whether a first line is that of an attribution in several: it has the address, or the time of what has one."""
    return bool(_NAMES_ADDRESS.search(first) or (_SAYS_WHEN.search(first) and _NAMES_ADDRESS.search(joined)))


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
