"""Sealed secrets: readable again here, and nowhere else."""

import pytest
from pytest_django import Settings

from cha.core.errors import Invalid
from cha.core.secrets import seal, unseal


def test_what_is_sealed_is_read_again_and_never_looks_the_same() -> None:
    assert unseal(seal("smtp://hello:p@ss@mail")) == "smtp://hello:p@ss@mail"
    assert seal("x") != seal("x")
    assert "p@ss" not in seal("smtp://hello:p@ss@mail")


def test_another_key_or_another_letter_makes_it_unreadable(settings: Settings) -> None:
    sealed = seal("x")
    with pytest.raises(Invalid, match="key has changed"):
        unseal(sealed[:-4] + "AAA=")
    settings.SECRET_KEY = "another key"
    with pytest.raises(Invalid, match="key has changed"):
        unseal(sealed)
