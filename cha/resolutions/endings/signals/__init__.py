"""Signals: facts that a lead should see before money goes out. Shown to leads alone; they never decide anything."""

from cha.resolutions.endings.signals.keeping import notice, settle, signals_of

__all__ = ["notice", "settle", "signals_of"]
