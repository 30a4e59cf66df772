"""Files of forms that were not taken: kept so that nobody chooses them twice, and gone when nobody came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from cha.channels.form.receiving import SentFile
from cha.channels.pipeline.erasing import drop_files
from cha.core.clock import now
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.portal.form.seals import KEPT_FOR

SPARE: Final = timedelta(days=1)


@verb
def keep_for_a_while(files: Iterable[SentFile]) -> None:
    """Have each file dropped after the week in which its seal brings it back, unless something holds it by then."""
    for file in files:
        set_timer(f"form-file:{file.digest}", now() + KEPT_FOR + SPARE, drop_files, [file.digest])
