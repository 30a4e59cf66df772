"""S/MIME and OpenPGP over bytes: what a signature says, what was sealed for us, and the same on the way out.

Pure: keys, certificates and the moment come in, values and bytes go out. Nothing here raises on what a mail holds.
The libraries are the extra `cha[sealed]`; they are imported where they are used.
"""

from cha.channels.email.sealing.making import CannotSeal, protect
from cha.channels.email.sealing.opening import open_mail
from cha.channels.email.sealing.values import MISSING, Kind, OurKey, Ring, Seal, State, TheirKey, Unsealed, is_installed

__all__ = [
    "MISSING",
    "CannotSeal",
    "Kind",
    "OurKey",
    "Ring",
    "Seal",
    "State",
    "TheirKey",
    "Unsealed",
    "is_installed",
    "open_mail",
    "protect",
]
