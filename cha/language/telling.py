"""Words that tell a language in a text of a few words, where the model has too little to go by."""

from __future__ import annotations

from typing import Final

_SAID: Final = {
    "en": """hello hi hey thanks thank please yes sorry where help what when good morning cheers the you my order
        and is it not have can your""",
    "nl": """hallo bedankt dank dankjewel dankuwel goedemorgen goedemiddag goedenavond goedendag graag alstublieft
        alsjeblieft hoi groeten ja waar wanneer mijn bestelling niet het een ik wat kunt jullie dag je wel u hoe prima
        oké nee de bloemen""",
    "fr": """bonjour bonsoir merci salut oui svp où quand ma mon commande est je vous s'il cordialement quoi pas les
        des non la beaucoup""",
    "de": """hallo danke dankeschön guten tag morgen bitte ja wo wann meine bestellung ist nicht ich und grüße vielen
        moin servus nein sehr gut der die das wie""",
    "es": """hola gracias buenos buenas días tardes por favor sí dónde donde cuándo cuando mi pedido está muchas vale
        qué no la perfecto""",
    "pt": "olá obrigado obrigada bom dia boa tarde sim onde meu minha encomenda não você muito",
    "it": "ciao grazie buongiorno buonasera dove quando mio ordine sono non prego scusi sì mille",
    "pl": "dzień dobry dziękuję cześć proszę tak gdzie moje zamówienie nie jest bardzo",
    "tr": "merhaba teşekkürler teşekkür evet nerede siparişim lütfen selam ederim çok",
    "sv": "hej tack var är min beställning inte jag god morgon ja",
    "da": "hej tak mange hvor er min bestilling ikke jeg god morgen ja",
}


def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, words in _SAID.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), code)
    return found


WORDS: Final = _by_word()
