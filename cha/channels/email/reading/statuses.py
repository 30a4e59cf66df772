"""What a refused delivery means: is the address dead, is the mail unwanted, or is it only not now?

Enhanced status codes after RFC 3463, RFC 5248 and IANA's registry "SMTP Enhanced Status Codes"; those of three digits
at the end after Exchange Online's list of non-delivery reports; reply codes after RFC 5321, 4.2. Where a code says
little (x.0.0, 5.7.1, none at all) the other server's own words decide, and without any, nothing is called dead.
"""

import re

from cha.channels.email.reading.values import BounceKind

_HARD, _POLICY, _SOFT = BounceKind.HARD, BounceKind.POLICY, BounceKind.SOFT

# By class-less code. What is not here is judged by its subject, the middle number.
_EXACT = {
    "1.0": None,
    "1.1": _HARD,  # bad destination mailbox address
    "1.2": _HARD,  # bad destination system address
    "1.3": _HARD,  # bad destination mailbox syntax
    "1.4": _HARD,  # ambiguous
    "1.6": _HARD,  # moved, no forwarding address
    "1.10": _HARD,  # recipient has null MX
    "1.20": _HARD,  # Exchange: several addresses
    "1.7": _POLICY,  # bad sender's address
    "1.8": _POLICY,  # bad sender's system address
    "1.90": _POLICY,  # Exchange: the sender's daily limit
    "2.0": None,
    "2.1": _HARD,  # mailbox disabled
    "2.2": _SOFT,  # mailbox full
    "2.3": _SOFT,  # message too long for it: a shorter one may arrive
    "2.4": _SOFT,  # mailing list cannot be expanded
    "3.0": None,
    "3.4": _SOFT,  # message too big for the system
    "4.1": None,  # no answer; Exchange Online says it of addresses that do not exist
    "4.4": _HARD,  # unable to route
    "4.310": _HARD,  # Exchange: the domain does not exist
    "5.0": None,
    "7.0": None,
    "7.1": None,
    "7.13": _HARD,  # account disabled
}
_BY_SUBJECT = {"0": None, "1": _HARD, "2": _SOFT, "3": _SOFT, "4": _SOFT, "5": _POLICY, "6": _POLICY, "7": _POLICY}

_TOO_MUCH = re.compile(
    r"(message|mail|file|size)\b.{0,40}(too (large|big|long)|exceeds)|exceeds.{0,40}size|size limit|zu groß|te groot|"
    r"quota|mailbox (is |was )?(\w+ )?full|(mail)?box.{0,20}full|insufficient (disk|storage|system)|exceed\w*.{0,30}"
    r"(storage|mailbox)|storage limit|over its (disk )?limit|postfach.{0,30}voll|speicherplatz|boîte.{0,30}pleine|"
    r"vol(le)? (is|postvak)|(mailbox|postvak|brievenbus).{0,20}\bvol\b|buzón.{0,30}lleno|casella.{0,30}piena|"
    r"caixa.{0,30}cheia|переполнен|skrzynka.{0,30}pełna|容量|已满|已滿|満杯|いっぱい",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"(user|recipient|mailbox|account|address|addressee|person|destinataire|usuario|utente)\b.{0,60}?\b(unknown|"
    r"not found|"
    r"(does not|doesn.?t|do not) exist|invalid|inactive|disabled|no longer|not (exist|listed|known|available|valid)|"
    r"unavailable|inconnue?|desconocid[oa]|sconosciut[oa])|"
    r"(unknown|no such|invalid|non-?existent|bad|inactive|disabled|nonexistent) (local )?(user|recipient|mailbox|"
    r"account|"
    r"address|destination|person|email|domain)|no mailbox( here)?|not a valid (mailbox|recipient|user|address)|"
    r"recipient address rejected: access denied|recipientnotfound|couldn.?t be found|wasn.?t found|could not be found|"
    r"doesn.?t have an? .{0,30}account|no longer (in use|valid|active|works|exists?|available)|"
    r"(host|domain)( name)?\b.{0,60}not found|name or service not known|nxdomain|unrouteable|unroutable|null ?mx|"
    r"address (does not|doesn.?t) exist|no longer with|does not have an account|account .{0,40}does not exist|"
    r"(empfänger|adresse|benutzer|postfach|konto|domain)\b.{0,60}(unbekannt|existiert nicht|nicht gefunden|ungültig|"
    r"nicht vorhanden|gibt es nicht)|"
    r"(n.existe pas|introuvable|inconnu à cette adresse|adresse.{0,30}(invalide|incorrecte))|"
    r"(bestaat niet|niet gevonden|onbekende? (gebruiker|ontvanger|adres)|onbekend\b)|"
    r"(no existe|no (se )?(ha )?encontr|inexistente|non esiste|inesistente|não existe|não foi encontrad|"
    r"nie istnieje|nieznany|neexistuje|nem létezik|не существует|не найден|пользователь.{0,30}неизвестен|"
    r"不存在|存在しません|見つかりません|宛先.{0,20}不明|존재하지|찾을 수 없)",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"spam|black-?list|block-?list|blocked|\bban(ned)?\b|denied|policy|polic(y|ies) |reputation|dmarc|\bspf\b|dkim|"
    r"unsolicited|virus|content (rejected|filter)|rejected.{0,20}content|unauthenticated|not authenticated|"
    r"relay|"
    r"not (allowed|permitted|authori[sz]ed)|prohibited|\brbl\b|spamhaus|listed (at|in|on|by)|suspicious|"
    r"abgelehnt|refusé|geweigerd|rechazad|rifiutat|отклонен|拒绝|拒否",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"time[d ]?[- ]?out|try(ing)? again|tempor|gr[ae]y-?list|connection (refused|lost|reset|dropped)|retry|defer|"
    r"too many|rate limit|expired|not respond|unreachable|no route to host|delayed|overload|busy|for \d+ (hours|days)",
    re.IGNORECASE,
)
_SMTP_CODE = re.compile(r"(?:^|[\s;:#(\[\"'])([45]\d\d)(?=[\s\-:)\]#])")


def bounce_kind(status: str, words: str, *, action: str = "") -> BounceKind:
    """How badly it failed, by an enhanced `status` ("" unknown), the server's `words` and the report's `action`."""
    if action in ("delayed", "delay"):
        return BounceKind.DELAY
    words = words[:4000]
    class_, _, code = status.partition(".")
    exact = _by_code(code) if status else None
    if exact and class_ == "5":
        return exact
    if class_ == "4":
        return _HARD if exact is _HARD and _DEAD.search(words) and not _NOT_NOW.search(words) else _SOFT
    return _by_words(words) or _by_reply(words, class_)


def _by_code(code: str) -> BounceKind | None:
    if code in _EXACT:
        return _EXACT[code]
    return _BY_SUBJECT.get(code.partition(".")[0])


def _by_words(words: str) -> BounceKind | None:
    for pattern, kind in ((_TOO_MUCH, _SOFT), (_DEAD, _HARD), (_UNWANTED, _POLICY), (_NOT_NOW, _SOFT)):
        if pattern.search(words):
            return kind
    return None


def _by_reply(words: str, class_: str) -> BounceKind:
    found = _SMTP_CODE.search(words)
    reply = found[1] if found else ""
    if reply in ("550", "551", "553"):
        return _HARD
    return _POLICY if class_ == "5" or reply.startswith("5") else _SOFT
