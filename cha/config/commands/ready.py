"""What every command that touches the data does first."""

from __future__ import annotations


def get_ready() -> None:
    """Set Django up, bring the tables up to this version, and make every task known."""
    import django

    django.setup()
    from cha.config.serve.tables import bring_tables_up
    from cha.core import wiring

    bring_tables_up()
    wiring.load()
