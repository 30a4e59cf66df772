"""What every command that touches the data does first."""

from __future__ import annotations


def get_ready() -> None:
    """Set Django up, bring the tables up to this version, and make every task known."""
    import django  # noqa: PLC0415  (needs the options)

    django.setup()
    from cha.config.serve.prepare import bring_tables_up  # noqa: PLC0415  (needs Django)
    from cha.core import wiring  # noqa: PLC0415

    bring_tables_up()
    wiring.load()
