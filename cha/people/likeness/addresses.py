"""E-mail addresses and telephone numbers compared: one mailbox, one letter apart, spelling a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from cha.people.likeness.names import Likeness, compare_names
from cha.people.likeness.reading import read_name
from cha.people.likeness.romanised import listed, plain

# Providers that read past dots and what stands after a plus, under the name that their addresses are kept by.
_DOTLESS: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
_PROVIDERS: Final = listed("gmail mail gmx web hotmail outlook yahoo icloud proton post aol live msn mailbox ymail me")
_SHARED: Final = listed(
    "info office contact reception receptie rezeption hello mail sales support admin assistant secretary"
    " secretariaat sekretariat sekretar secretariat kontakt buero bureau team service bookings booking treasurer"
    " soumu recepcja biuro ofis kantor bilgi iletisim destek toko klub club verein kirche church parish school"
    " hotel shop orders bestellung bestelling zamowienia pedidos compras ventas contabilidad administracion"
    " direccion secretaria segreteria amministrazione ordini accueil mairie compta commandes achats rh hr jobs"
    " billing rechnung faktura facturen invoice purchasing inkoop desk front klantenservice kundenservice"
    " customercare help webmaster marketing press kasse boekhouding accounting einkauf family familie familia"
    " famille praxis studio post welcome hallo"
)


@lru_cache(20_000)
def mailbox(address: str) -> str:
    """The mailbox that an address reaches: without what stands after a plus; for some providers without dots."""
    local, _, host = address.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    known = host.removesuffix(".example") + ".com" if host.endswith(".example") else host
    if known in _DOTLESS:
        return f"{local.replace('.', '')}@{_DOTLESS[known]}"
    return f"{local}@{host}"


def shared_box(address: str) -> bool:
    """Whether several people read an address, by its first part."""
    parts = re.split(r"[^a-z]+", address.partition("@")[0].lower())
    return any(part in _SHARED or part.endswith(("family", "familie")) for part in parts)


def mistyped(one: str, other: str) -> bool:
    """Whether one address is the other with a slip: a letter more, less, other or changed places, or a wrong ending."""
    if one == other or shared_box(one):
        return False
    locals_, hosts = zip(*(address.lower().rpartition("@")[::2] for address in (one, other)), strict=True)
    if all(host.partition(".")[0] in _PROVIDERS for host in hosts):
        return False
    if locals_[0] == locals_[1]:
        return (
            one_slip(hosts[0], hosts[1]) or hosts[0].startswith(f"{hosts[1]}.") or hosts[1].startswith(f"{hosts[0]}.")
        )
    # A digit makes two mailboxes at one provider, a letter seldom does.
    plainly = min(map(len, locals_)) > 6 and not re.search(r"\d", "".join(locals_))
    return hosts[0] == hosts[1] and plainly and one_slip(locals_[0], locals_[1])


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less, other, or two that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    first = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    short, long = sorted((one[first:], other[first:]), key=len)
    if len(short) != len(long):
        return short == long[1:]
    return short[1:] == long[1:] or (short[2:] == long[2:] and short[:2] == long[1::-1])


def numbers_meet(one: str, other: str) -> bool:
    """Whether two numbers are one, with or without a country; written as `cha.people.phones` does."""
    mine, theirs = _digits(one), _digits(other)
    if mine == theirs:
        return len(mine) > 5
    local, whole = sorted((mine, theirs), key=len)
    local = local.lstrip("0")
    abroad = one.startswith("+") and other.startswith("+")
    return not abroad and len(local) > 6 and whole.endswith(local)


def _digits(number: str) -> str:
    found = "".join(str(int(sign)) for sign in number if sign.isdecimal())
    return found.removeprefix("00")


def spells(address: str, name: str) -> bool | None:
    """Whether an address spells a name whole, given and family: True for a rare one, False for a frequent; or None."""
    local = re.sub(r"\d+", " ", address.partition("@")[0].partition("+")[0])
    said = " ".join(re.split(r"[._\-\s]+", local)).strip()
    words = read_name(name).words
    if shared_box(address) or len(words) < 2:
        return None
    found = compare_names(said, name)
    if found.likeness in (Likeness.SAME, Likeness.FORMS) and " " in said:
        return found.rare
    whole = plain(said.replace(" ", ""))
    joined = {plain(words[0]) + plain(words[-1]), plain(words[-1]) + plain(words[0])}
    return compare_names(name, name).rare if whole in joined else None
