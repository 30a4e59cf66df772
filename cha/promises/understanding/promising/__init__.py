"""What a member's own draft promises: what, by when, and whether that is plain. Pure, six languages.

Start with `promises_in`; docs/promise-reading.md says what it reads and how well.
"""

from cha.promises.understanding.promising.reading import promises_in
from cha.promises.understanding.promising.vow import DOUBTS, KINDS, Vow

__all__ = ["DOUBTS", "KINDS", "Vow", "promises_in"]
