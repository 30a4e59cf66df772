"""The tables of core, for Django to find."""

from cha.core.ledger import Event
from cha.core.tasks import Task
from cha.core.timers import Timer

__all__ = ["Event", "Task", "Timer"]
