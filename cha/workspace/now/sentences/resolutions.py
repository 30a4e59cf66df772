"""How it was put right: policies, offers, remedies, guides, endings."""

from typing import Final

from django.utils.functional import Promise as Lazy

SENTENCES: Final[dict[str, str | Lazy]] = {}
