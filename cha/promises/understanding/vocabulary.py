"""Days, months, near days and the things a flower shop counts, as people write them. "|" between words."""

from __future__ import annotations

from typing import Final

DAYS: Final = {
    "en": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag",
    "es": "lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo",
    "ar": "الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد",
}
MONTHS: Final = {
    "en": "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
    "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "fr": "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre",
    "de": "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    "ar": "يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر|"
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
}
SOON: Final = {
    "en": "tomorrow|today|tonight|the day after tomorrow|next week",
    "nl": "morgen|vandaag|overmorgen|vanavond|volgende week",
    "fr": "demain|aujourd'hui|aujourd’hui|après-demain|ce soir|la semaine prochaine",
    "de": "heute|übermorgen|heute abend|nächste woche|morgen",
    "es": "mañana|hoy|pasado mañana|esta noche|la semana que viene|la próxima semana",
    "ar": "غدا|غداً|غدًا|اليوم|بعد غد|الأسبوع القادم|الأسبوع المقبل|الليلة",
}
THINGS: Final = {
    "en": "roses|rose|tulips|bouquets|bouquet|stems|tables|arrangements|centrepieces|vases|vase|peonies|plants|"
    "wreaths|wreath|buttonholes|orchids|lilies|sunflowers|flowers|ranunculus|corsages|boxes|cards|dahlias|hydrangeas",
    "nl": "rozen|roos|tulpen|boeketten|boeket|stelen|tafels|bloemstukken|bloemstuk|vazen|vaas|"
    "pioenen|pioenrozen|planten|"
    "kransen|corsages|orchideeën|lelies|zonnebloemen|bloemen|tafelstukken|ranonkels|dozen|kaartjes|hortensia's",
    "fr": "roses|rose|tulipes|bouquets|bouquet|tiges|tables|compositions|vases|vase|pivoines|"
    "plantes|couronnes|gerbes|"
    "boutonnières|orchidées|lys|tournesols|fleurs|centres de table|renoncules|boîtes|cartes|hortensias",
    "de": "rosen|rose|tulpen|sträuße|sträusse|strauß|strauss|stiele|tische|gestecke|gesteck|vasen|"
    "vase|pfingstrosen|pflanzen|"
    "kränze|kranz|anstecker|orchideen|lilien|sonnenblumen|blumen|ranunkeln|karten|hortensien|blumensträuße",
    "es": "rosas|rosa|tulipanes|ramos|ramo|tallos|mesas|centros|centros de mesa|jarrones|jarrón|"
    "peonías|plantas|coronas|"
    "orquídeas|lirios|girasoles|flores|arreglos|cajas|tarjetas|hortensias|ranúnculos",
    "ar": "وردة|ورود|وردات|باقات|باقة|زهرة|زهور|أزهار|طاولات|طاولة|مزهريات|نباتات|أكاليل|سيقان|توليب|زنبقة|زنابق",
}
