"""On what a time rests, in words: how many waits, who is before them, how many are on shift. Six languages.

One table here and not msgids: each sentence is put together by the numbers in it, and none is said to customers by
the portal's templates.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cha.promises.forecast import ENOUGH, Estimate


class _Words(NamedTuple):
    lately: str
    few: str
    never: str
    before: str
    nobody: str
    there: str
    share: str


_TABLE: Final = {
    "en": _Words(
        "It rests on {n} waits, the latest ones first.",
        "Too few waits to learn from ({n} of {enough}): the stated time stands in.",
        "No opening hours are set: counted by the clock.",
        "Waiting before them: {ahead}.",
        "Nobody waits before them.",
        "On shift: {hands}.",
        "Such a time holds {share} times in a hundred.",
    ),
    "nl": _Words(
        "Het steunt op {n} wachttijden, de laatste eerst.",
        "Te weinig wachttijden om van te leren ({n} van {enough}): de opgegeven tijd geldt.",
        "Er zijn geen openingsuren ingesteld: geteld op de klok.",
        "Vóór hen wachten er: {ahead}.",
        "Niemand wacht vóór hen.",
        "Aan het werk: {hands}.",
        "Zo'n tijd klopt {share} keer op honderd.",
    ),
    "fr": _Words(
        "Calculé à partir de {n} attentes, les plus récentes d'abord.",
        "Trop peu d'attentes pour en tirer une leçon ({n} sur {enough}) : le délai annoncé fait foi.",
        "Aucune heure d'ouverture n'est fixée : compté à l'horloge.",
        "En attente avant eux : {ahead}.",
        "Personne n'attend avant eux.",
        "En service : {hands}.",
        "Un tel délai est tenu {share} fois sur cent.",
    ),
    "de": _Words(
        "Es beruht auf {n} Wartezeiten, die neuesten zuerst.",
        "Zu wenige Wartezeiten, um daraus zu lernen ({n} von {enough}): Es gilt die angegebene Zeit.",
        "Keine Öffnungszeiten eingestellt: nach der Uhr gezählt.",
        "Davor warten: {ahead}.",
        "Niemand wartet davor.",
        "Im Dienst: {hands}.",
        "Eine solche Zeit hält in {share} von hundert Fällen.",
    ),
    "es": _Words(
        "Se basa en {n} esperas, las más recientes primero.",
        "Hay muy pocas esperas de las que aprender ({n} de {enough}): vale el plazo indicado.",
        "No hay horario fijado: se cuenta por el reloj.",
        "Esperan antes: {ahead}.",
        "Nadie espera antes.",
        "De turno: {hands}.",
        "Un plazo así se cumple {share} veces de cada cien.",
    ),
    "ar": _Words(
        "يستند إلى مدد الانتظار الأخيرة، وعددها {n}.",
        "مدد الانتظار المتاحة قليلة ({n} من {enough})، لذلك يُعتمد الوقت المعلن.",
        "لا توجد ساعات عمل محددة: الحساب بالساعة.",
        "عدد المنتظرين قبلهم: {ahead}.",
        "لا أحد ينتظر قبلهم.",
        "عدد المناوبين: {hands}.",
        "يصدق مثل هذا الوقت {share} مرة من كل مئة.",
    ),
}
LANGUAGES: Final = tuple(_TABLE)


def rests_on_words(estimate: Estimate, language: str = "en") -> str:
    """On what an estimate rests, as sentences in a language; English where it is none of `LANGUAGES`."""
    words = _TABLE.get(language.split("-")[0], _TABLE["en"])
    basis, said = estimate.basis, []
    if estimate.reason == "never_open":
        said.append(words.never)
    if estimate.rests_on == "target":
        said.append(words.few.format(n=estimate.n, enough=ENOUGH))
        return " ".join(said)
    said += [words.lately.format(n=estimate.n), words.before.format(ahead=basis.ahead) if basis.ahead else words.nobody]
    said += [words.there.format(hands=basis.hands), words.share.format(share=round(estimate.share * 100))]
    return " ".join(said)
