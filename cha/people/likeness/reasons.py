"""What speaks for two being one person and what against: one small function a reason, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cha.people.likeness.addresses import mailbox, mistyped, numbers_meet, shared_box, spells
from cha.people.likeness.names import Compared, Likeness
from cha.people.likeness.romanised import listed, plain
from cha.people.likeness.sides import Address, Side

STRONG: Final = 25
FEW: Final = 4
_KIN: Final = listed(
    "mother father mum mom dad wife husband son daughter sister brother aunt uncle niece nephew twin grandma"
    " grandpa boss colleague neighbour neighbor cousin behalf moeder vader vrouw zoon dochter zus broer namens"
    " tweelingzus mutter vater ehemann ehefrau tochter schwester bruder auftrag oma opa mère père mari femme"
    " fille fils soeur frère madre padre marido esposa hija hijo hermana hermano sobrina mãe pai filha irmã"
    " irmão moglie marito figlia mama tata mąż żona imieniu córka мама папа муж мужа жена брат сестра мати"
    " чоловік дружина отец брата братом anne baba eşim kızı oğlum kardeşim أبي أمي والدي زوجي زوجتي אמא אבא"
    " בעלי אשתי μητέρα πατέρα άντρα child kids parents flatmate roommate assistant secretary intern successor"
    " tenant husband's wife's mother's father's nachbar nachbarin kollege kollegin enkel schwiegermutter kind"
    " buurman buurvrouw collega kleindochter voisin voisine collègue neveu nièce belle-mère vecino vecina"
    " compañero tío tía sobrino vizinho vizinha colega sobrinha vicino zia zio fratello sorella sąsiad"
    " sąsiadka brata siostra siostry żony matki komşu komşum babam annem сосед соседка дочь сын мамы папы жены"
    " сестры сусід сусідка донька син доньки γείτονας αδερφή αδελφή αδερφός κόρη γιος σύζυγος μητέρας والدتي"
    " أخي أختي ابني ابنتي جاري خالتي عمتي مادرم پدرم همسرم برادرم خواهرم אחי אחותי בתי אחיה שכן mẹ bố vợ chồng"
    " suami istri ayah kakak adik tetangga እናቴ አባቴ ባለቤቴ ወንድሜ እህቴ mamma pabbi konan systir bróðir anyám apám"
    " férjem feleségem fiam lányom testvérem szomszéd पिताजी माँ पति पत्नी भाई बहन"
)
# In scripts without spaces.
_KIN_SIGNS: Final = listed(
    "妈妈 爸爸 哥哥 妹妹 姐姐 弟弟 老公 老婆 丈夫 妻子 邻居 同事 母の 父の 夫の"
    " 妻の 娘の 息子の 兄の 姉の 隣の 同僚 엄마 아빠 남편 아내 언니 누나 동생 이웃"
)
_AGAIN: Final = re.compile(
    r"\b(again|earlier|before|already|as i said|chat|other address|other mail|changed|zoals ik|al mailde"
    r"|wie ich|schon|comme je|como (ya )?dije|como eu disse|come ho detto|jak (już )?pisa|sohbette|εξακολουθ|как я|як я"
    r"|in den chat)\b"
    r"|чате|чаті|刚才|之前|チャット|채팅|في الدردشة|قبل قليل|בצ.אט",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code (`cha.people.likeness.words` says it), a value it is said with, its points."""

    code: str
    points: int
    value: str = ""

    @property
    def weight(self) -> str:
        """strong, weak or against."""
        return "against" if self.points < 0 else "strong" if self.points >= STRONG else "weak"


Test = Callable[[Side, Side, Compared], Iterator[Reason]]


def account(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """Who signs in to a site under its signature is known."""
    same = set(one.accounts) & set(other.accounts)
    if same:
        yield Reason("account", 65, min(same))
    elif one.accounts and other.accounts:
        yield Reason("accounts_differ", -40)


def phone(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """One number; a number that neither proved says little."""
    best = 0
    for mine in one.phones:
        for theirs in other.phones:
            if numbers_meet(mine.value, theirs.value) and not (mine.told and theirs.told):
                best = max(best, 40 if mine.verified or theirs.verified else 20)
    if best:
        yield Reason("phone", best)
    elif _proven(one.phones) and _proven(other.phones):
        yield Reason("phones_differ", -3)


def email(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """One mailbox, told or written from; one that several use says little; one letter apart says something."""
    pairs = [(mine, theirs) for mine in one.emails for theirs in other.emails if not (mine.told and theirs.told)]
    same = [mine for mine, theirs in pairs if mailbox(mine.value) == mailbox(theirs.value)]
    if same:
        told = any(shared_box(mine.value) for mine in same)
        yield Reason("email", 15 if told else 50, same[0].value)
    elif any(mistyped(mine.value, theirs.value) for mine, theirs in pairs):
        yield Reason("email_mistyped", 35)
    elif names.likeness not in (Likeness.UNKNOWN, Likeness.SCRIPTS, Likeness.DIFFERENT) and any(
        mailbox(mine.value).split("@")[0] == mailbox(theirs.value).split("@")[0] for mine, theirs in pairs
    ):
        yield Reason("email_begins", 15)
    elif _proven(one.emails) and _proven(other.emails):
        yield Reason("emails_differ", -2)


def spelt(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """The address of one who gave no name spells the other's."""
    for nameless, named in ((one, other), (other, one)):
        if not nameless.name and named.name:
            for mine in nameless.emails:
                found = spells(mine.value, named.name)
                if found is not None:
                    yield Reason("spelt", 50 if found else 15, mine.value)
                    return


def name(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """One name, more or less; a frequent one is weak."""
    same = {
        Likeness.SAME: ("name", 50, 20),
        Likeness.FORMS: ("name_forms", 40, 15),
        Likeness.INITIALS: ("name_initials", 4, 4),
        Likeness.SHORT: ("name_short", 15, 15),
        Likeness.PART: ("name_part", 15, 2),
        Likeness.SCRIPTS: ("name_scripts", 8, 3),
    }.get(names.likeness)
    if same:
        code, rare, common = same
        often = code in ("name", "name_forms") and not names.rare
        yield Reason(f"{code}_common" if often else code, rare if names.rare else common)
    elif names.likeness == Likeness.DIFFERENT:
        yield Reason("names_differ", -60)


def order(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """Both name one order."""
    same = set(map(_bare, one.orders)) & set(map(_bare, other.orders))
    if same:
        yield Reason("order", 30, min(same))


def place(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """One house, or one town; a house or a town that differs."""
    mine, theirs = _house(one.street), _house(other.street)
    same_city = bool(one.city and other.city) and _town(one.city) == _town(other.city)
    if mine and mine == theirs:
        yield Reason("house", 28, one.street)
    elif _bare(one.postcode) and _bare(one.postcode) == _bare(other.postcode):
        yield Reason("postcode", 15, one.postcode)
    elif same_city and not (mine and theirs):
        yield Reason("city", 12 if names.rare else 5, one.city)
    elif mine and theirs:
        yield Reason("houses_differ", -20)
    elif one.city and other.city and not same_city and _readable_towns(one.city, other.city):
        yield Reason("cities_differ", -15)


def story(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """They tell the same, in the same words; or one says that they wrote before."""
    mine, theirs = _told(one.words), _told(other.words)
    if mine & theirs:
        yield Reason("story", 15)
    if any(_AGAIN.search(text) for text in (*one.words, *other.words)):
        yield Reason("again", 12)


def born(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """The year they were born."""
    if one.born and other.born:
        yield Reason("born" if one.born == other.born else "born_differs", 15 if one.born == other.born else -60)


def organisation(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """Two mailboxes at one employer are two colleagues'."""
    if one.organisation and one.organisation == other.organisation:
        hosts = [{each.value.partition("@")[2] for each in side.emails} for side in (one, other)]
        if hosts[0] & hosts[1]:
            yield Reason("colleagues", -30)


def kin(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """One speaks of somebody in the family, or at work, for whom they write; whoever wrote much speaks of many."""
    told = " ".join(text for side in (one, other) if len(side.words) <= FEW for text in side.words).lower()
    if set(re.findall(r"[^\W\d_]+", told)) & _KIN or any(word in told for word in _KIN_SIGNS):
        yield Reason("kin", -30)


def language(one: Side, other: Side, names: Compared) -> Iterator[Reason]:
    """They write in other languages."""
    if one.language and other.language and one.language[:2] != other.language[:2]:
        # English is many people's second language.
        second = "en" in (one.language[:2], other.language[:2])
        yield Reason("languages_differ", -2 if second else -8, other.language[:2])


# One answered, from a mailbox that is proven, what was sent to the other alone.
ANSWERED: Final = Reason("answered", 110)
TESTS: Final[tuple[Test, ...]] = (
    account, phone, email, spelt, name, order, place, story, born, organisation, kin, language,
)  # fmt: skip


def _proven(addresses: tuple[Address, ...]) -> bool:
    return any(each.verified for each in addresses)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _house(street: str) -> tuple[str, ...]:
    """A street and its first number; () without a number."""
    number = re.search(r"\d+", street)
    if number is None:
        return ()
    named = re.sub(r"(straße|strasse|str\.|straat)", "str", street.lower())
    words = [plain(word) for word in re.findall(r"[^\W\d_]{2,}", named)]
    return (*sorted(word for word in words if word not in ("ul", "vul", "m", "nr", "no", "rue", "jl")), number[0])


def _town(city: str) -> str:
    return plain(city)


def _readable_towns(one: str, other: str) -> bool:
    return one.isascii() == other.isascii() or plain(one)[:1] != plain(other)[:1]


def _told(words: tuple[str, ...]) -> set[frozenset[str]]:
    """Texts as the words in them, whatever their order; only those that are long or say a number."""
    found = {frozenset(re.findall(r"\w+", text.lower())) for text in words}
    return {each for each in found if len(each) > 7 or (len(each) > 3 and any(map(str.isdigit, "".join(each))))}
