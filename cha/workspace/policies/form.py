"""The choices of a line's own page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cha.channels.registry import media
from cha.core.ids import encode
from cha.resolutions.house import currencies, deciders, topics_here
from cha.resolutions.kinds import KINDS
from cha.resolutions.policy import expressions, names
from cha.resolutions.policy.words import then_words
from cha.workspace.now.words import topic_words
from cha.workspace.policies.blanks import GRANTS


def choices() -> dict[str, Any]:
    """What can be chosen in each blank, in the words of whoever looks."""
    return {
        "kinds": [(kind, str(about.name)) for kind, about in KINDS.items()],
        "topics": [(code, topic_words(code)) for code in topics_here()],
        "all_media": [(name, _(medium.label)) for name, medium in media().items()],
        "days": [(number, str(words)) for number, words in enumerate(names.DAYS, 1)],
        "currencies": [*((code, code) for code in currencies()), ("", _("any, for a line without amounts"))],
        "whos": [("", _("nobody more")), *((code, str(words)) for code, words in names.WHO.items())],
        "places": range(GRANTS),
        "shows": [(code, names.shown(code)) for code in names.SHOWN],
        "members": [(encode(one.id), one.name) for one in deciders()],
        "thens": [(code, then_words(code)) for code in ("stand_in", "waits", "decides")],
        "expression_names": ", ".join(expressions.NAMES),
    }
