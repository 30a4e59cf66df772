"""The message inside a forwarded one: attached whole (message/rfc822), or written into the text with a block of headers."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cha.channels.email.addresses import Address, normal, split_addresses
from cha.channels.email.reading.labels import labelled
from cha.channels.email.reading.tree import Part, parse
from cha.channels.email.reading.values import Forwarded
from cha.channels.email.reading.words import one_line

# What programs write before a subject that is handed on.
_PREFIX = re.compile(
    r"^\W{0,3}(fwd?|fw|wg|doorst|doorgest|dr|tr|rv|rif|i|enc|res|vb|vs|vl|pd|pdv|přep|odp pd|fs|ilt|i̇lt|wtr|"
    r"továbbítás|tov|prep|perep|пересл|пер|fwd\(\d+\)|πρθ|إعادة توجيه|إعادة إرسال|הועבר|转发|轉寄|轉發|转寄|回覆轉寄|転送|전달|chuyển tiếp|trs|edasi|"
    r"fwdo|yml)\s*(\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"^[\s>*]{0,6}(?:[-_=—]{2,}[ \t]*)?(forwarded (message|mail|by\b.*)|begin forwarded message|start of forwarded message|"
    r"doorgestuurd bericht|begin doorgestuurd bericht|doorgezonden bericht|(début du )?message (transféré|réexpédié|transmis)|"
    r"(anfang der )?weitergeleitete(n)? (nachricht|e-?mail|mail)|(inicio del )?mensaje reenviado|"
    r"(inizio (del )?)?messaggio inoltrato|(início da )?mensagem (encaminhada|reencaminhada)|"
    r"(iniciar mensagem|missatge) (reencaminhada|reenviat)|vidarebefordrat (meddelande|brev)|"
    r"(start på |begynd(else)? )?videresend(t|te) (meddelelse|besked|melding)|videresendt|"
    r"(välitetty|edelleenlähetetty|lähetetty edelleen) viesti|välitetty viesti alkaa|"
    r"(początek )?(przekazan(a|ej)|przesłan(a|ej) dalej) wiadomo(ść|ści)|(začátek )?přeposlan(á|é) zpráv(a|y)|"
    r"preposlaná správa|továbbított (üzenet|levél)|mesaj redirecționat|mesaj redirectionat|"
    r"(начало )?(пересланн?(ого|ое)|пересылаем(ого|ое)) (сообщени|письм)[ея]|переслан(е|ого) повідомлення|"
    r"препратено съобщение|προωθημένο μήνυμα|(yönlendirilen|iletilen|iletilmiş) (ileti|mesaj|e-?posta)|"
    r"رسالة (معاد|تمت إعادة) (توجيهها|إرسالها)|الرسالة المعاد توجيهها|بداية الرسالة المعاد توجيهها|הודעה (שהועברה|מועברת)|"
    r"(以下是)?(被)?转发(的)?(邮件|郵件|信息)|轉寄(的)?(郵件|訊息|信件)|已轉寄郵件|轉寄郵件開始|開始轉寄訊息|"
    r"(ここから)?転送(された)?(メッセージ|メール)|(전달된|전달) (메시지|메일)|"
    r"thư (đã )?chuyển tiếp|tin nhắn đã chuyển tiếp|pesan (terusan|yang diteruskan)|ข้อความที่ส่งต่อ|edastatud kiri|"
    r"pārsūtītā ziņa|persiųstas laiškas|proslijeđena poruka|prosleđena poruka|posredovano sporočilo)"
    r"[ \t]*[:：]?[ \t]*(?:[-_=—]{2,})?[ \t]*[*]{0,2}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[\s>]*[-_=—*]{5,}[\s*]*$")
_ENDS = re.compile(
    r"^[\s>]*[-_=—]{2,}[ \t]*(end of forwarded message|конец пересылаемого сообщения|ende der weitergeleiteten nachricht|"
    r"fin du message transféré|einde doorgestuurd bericht)",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"\[(?:mailto:|SMTP:)?([^\]\s@]{1,64}@[^\]\s]{1,255})\]|<mailto:([^>\s]{1,320})>", re.IGNORECASE)
_MAX_LINES = 14


def forwarded(mail: Part, text: str, subject: str, read: Callable[[Part], tuple[str, str]]) -> Forwarded | None:
    """The message that a mail hands on, None for any other mail. `read` gives the (text, HTML) of a part tree."""
    attached = next((part for part in mail.children if part.content_type in ("message/rfc822", "message/global")), None)
    if attached is None and mail.content_type == "message/rfc822":
        attached = mail
    return (_attached(attached, read) if attached else None) or _written(text, subject)


def is_forward_line(line: str) -> bool:
    """Whether a line announces a forwarded message."""
    return len(line) < 200 and bool(_MARKER.match(line))


def is_forward_subject(subject: str) -> bool:
    """Whether a subject says that the mail is handed on."""
    return bool(_PREFIX.match(subject))


def _attached(part: Part, read: Callable[[Part], tuple[str, str]]) -> Forwarded | None:
    inner = parse(part.content(), [])
    pairs, _ = split_addresses(inner.words("from"), limit=1)
    sender = _sender(pairs)
    if sender is None:
        return None
    text, html = read(inner)
    return Forwarded(sender, inner.words("subject"), text, html, _when(inner.words("date")))


def _written(text: str, subject: str) -> Forwarded | None:
    lines = text.split("\n", 3000)
    handed_on = is_forward_subject(subject)
    for at, line in enumerate(lines[:2000]):
        if not line.strip():
            continue
        if is_forward_line(line):
            return _block(lines, _filled(lines, at + 1))
        field, _ = labelled(line)
        if field and _is_block(lines, at):
            return _block(lines, at) if handed_on else None
        if line.startswith(">") and not handed_on:
            return None
    return None


def _is_block(lines: list[str], at: int) -> bool:
    fields = {labelled(line)[0] for line in lines[at : at + 7] if line.strip()} - {""}
    return "from" in fields and len(fields) >= 3


def _filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip(" \t>"):
        at += 1
    return at


def _block(lines: list[str], at: int) -> Forwarded | None:
    """The block of headers at a place, and what follows it."""
    rest = (
        [_bare(line) for line in lines[at:]] if at < len(lines) and lines[at].lstrip().startswith(">") else lines[at:]
    )
    found: dict[str, str] = {}
    place, last = 0, ""
    while place < min(len(rest), _MAX_LINES):
        line = rest[place]
        field, value = labelled(line)
        if not line.strip() and {"from", "subject"} <= found.keys() - {last}:
            break
        if not line.strip():
            following = _filled(rest, place)
            if following >= len(rest) or not labelled(rest[following])[0]:
                break
        elif field:
            found.setdefault(field, value)
            last = field
        elif _RULE.match(line):
            pass
        elif last and not found[last]:
            found[last] = line.strip()
        elif last in ("to", "cc", "from") and ("@" in line or line.startswith((" ", "\t"))):
            found[last] += " " + line.strip()
        else:
            break
        place += 1
    sender = _sender(split_addresses(_MAILTO.sub(r"<\1\2>", found.get("from", "")), limit=3)[0])
    if sender is None:
        return None
    end = next((place + step for step, line in enumerate(rest[place:]) if _ENDS.match(line)), len(rest))
    words = "\n".join(rest[place:end]).strip()
    return Forwarded(sender, one_line(found.get("subject", ""), limit=500), words, "", _when(found.get("date", "")))


def _bare(line: str) -> str:
    return line.lstrip().removeprefix(">").removeprefix(" ")


def _sender(pairs: list[tuple[str, str]]) -> Address | None:
    for name, address in pairs:
        usable = normal(one_line(address, limit=400))
        if usable:
            shown = one_line(name.strip(" *\"'"), limit=200)
            return Address("" if shown.lower() == usable.lower() else shown, usable)
    return None


def _when(date: str) -> datetime | None:
    """A date that says all of itself in RFC 5322's form; what a program wrote in its own language is not guessed at."""
    try:
        sent = parsedate_to_datetime(date)
        return sent.astimezone(UTC) if sent.tzinfo else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
