"""How people say times, one table a language. `{…}` marks what times.py fills in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. days and short_days start on Monday, months in January.

    minutes, hours, long_days: forms for the plural that `plural` chooses by number.
    """

    today: str
    tomorrow: str
    yesterday: str
    before: str
    at: str
    midnight: str
    weekday: str
    date: str
    dated: str
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    minutes: tuple[str, ...]
    hours: tuple[str, ...]
    long_days: tuple[str, ...]
    left: tuple[str, ...]
    short_minutes: str
    short_hours: str
    now: str
    first: str = "1"
    halves: tuple[str, str] | None = None
    plural: Callable[[int], int] = lambda n: 0 if n == 1 else 1


def _arabic(n: int) -> int:
    if n <= 2:
        return n - 1 if n else 3
    return 2 if 3 <= n % 100 <= 10 else 3


PHRASES: Final[dict[str, Phrases]] = {
    "en": Phrases(
        today="today", tomorrow="tomorrow", yesterday="yesterday",
        before="{day} before {time}", at="{day} at {time}", midnight="{day} before midnight",
        weekday="{weekday}", date="{day} {month}", dated="{weekday} {date}",
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        short_days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December"),
        minutes=("{n} minute", "{n} minutes"), hours=("{n} hour", "{n} hours"), long_days=("{n} day", "{n} days"),
        left=("{span} left",), short_minutes="{n} min", short_hours="{h} h", now="now", halves=("am", "pm"),
    ),
    "nl": Phrases(
        today="vandaag", tomorrow="morgen", yesterday="gisteren",
        before="{day} vóór {time}", at="{day} om {time}", midnight="{day} vóór middernacht",
        weekday="{weekday}", date="{day} {month}", dated="{weekday} {date}",
        days=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        short_days=("ma", "di", "wo", "do", "vr", "za", "zo"),
        months=("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
                "november", "december"),
        minutes=("{n} minuut", "{n} minuten"), hours=("{n} uur",), long_days=("{n} dag", "{n} dagen"),
        left=("nog {span}",), short_minutes="{n} min", short_hours="{h} u", now="nu",
    ),
    "fr": Phrases(
        today="aujourd’hui", tomorrow="demain", yesterday="hier",
        before="{day} avant {time}", at="{day} à {time}", midnight="{day} avant minuit",
        weekday="{weekday}", date="{day} {month}", dated="{weekday} {date}",
        days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        short_days=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
        months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                "novembre", "décembre"),
        minutes=("{n} minute", "{n} minutes"), hours=("{n} heure", "{n} heures"), long_days=("{n} jour", "{n} jours"),
        left=("encore {span}",), short_minutes="{n} min", short_hours="{h} h", now="maintenant", first="1er",
        plural=lambda n: 0 if n < 2 else 1,
    ),
    "de": Phrases(
        today="heute", tomorrow="morgen", yesterday="gestern",
        before="{day} bis {time} Uhr", at="{day} um {time} Uhr", midnight="{day} bis Mitternacht",
        weekday="{weekday}", date="{day}. {month}", dated="{weekday}, {date},",
        days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        short_days=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
        months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                "November", "Dezember"),
        minutes=("{n} Minute", "{n} Minuten"), hours=("{n} Stunde", "{n} Stunden"), long_days=("{n} Tag", "{n} Tage"),
        left=("noch {span}",), short_minutes="{n} Min.", short_hours="{h} Std.", now="jetzt",
    ),
    "es": Phrases(
        today="hoy", tomorrow="mañana", yesterday="ayer",
        before="{day} antes de {article} {time}", at="{day} a {article} {time}", midnight="{day} antes de medianoche",
        weekday="el {weekday}", date="{day} de {month}", dated="el {weekday} {date}",
        days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        short_days=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
        months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                "noviembre", "diciembre"),
        minutes=("{n} minuto", "{n} minutos"), hours=("{n} hora", "{n} horas"), long_days=("{n} día", "{n} días"),
        left=("queda {span}", "quedan {span}"), short_minutes="{n} min", short_hours="{h} h", now="ahora",
        halves=("a. m.", "p. m."),
    ),
    "ar": Phrases(
        today="اليوم", tomorrow="غدًا", yesterday="أمس",
        before="{day} قبل {time}", at="{day} الساعة {time}", midnight="{day} قبل منتصف الليل",
        weekday="يوم {weekday}", date="{day} {month}", dated="يوم {weekday} {date}",
        days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        short_days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        months=("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
                "نوفمبر", "ديسمبر"),
        minutes=("دقيقة واحدة", "دقيقتان", "{n} دقائق", "{n} دقيقة"),
        hours=("ساعة واحدة", "ساعتان", "{n} ساعات", "{n} ساعة"),
        long_days=("يوم واحد", "يومان", "{n} أيام", "{n} يومًا"),
        left=("بقيت {span}",), short_minutes="{n} د", short_hours="{h} س", now="الآن", halves=("ص", "م"),
        plural=_arabic,
    ),
}  # fmt: skip


def phrases(language: str) -> Phrases:
    """The table of a BCP 47 tag's language ("nl-BE"), or English where there is none."""
    return PHRASES.get(language.replace("_", "-").split("-")[0].lower(), PHRASES["en"])
