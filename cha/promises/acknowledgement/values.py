"""What every mail is given."""

from __future__ import annotations

from dataclasses import dataclass

from cha.promises.acknowledgement.palette import CHA, Brand


@dataclass(frozen=True, slots=True)
class Business:
    """The face of the business. Empty words leave their line out.

    hours_line: what closes the telephone line, already in the person's language: "until 18:30".
    zone: where the business is; its clock is said in brackets to somebody whose clock differs.
    keeps_link: the page "What we keep about you".
    """

    name: str
    phone: str = ""
    address: str = ""
    hours_line: str = ""
    brand: Brand = CHA
    zone: str | None = None
    keeps_link: str = ""
