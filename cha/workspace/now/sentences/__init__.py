"""The ledger's events in words, for the trail: a file per app. `%(who)s` is who did it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise as Lazy

from cha.workspace.now.sentences import conversations, endings, offers, promises, resolutions, ways

SENTENCES: Final[Mapping[str, str | Lazy]] = {
    **conversations.SENTENCES,
    **promises.SENTENCES,
    **ways.SENTENCES,
    **resolutions.SENTENCES,
    **endings.SENTENCES,
    **offers.SENTENCES,
}
