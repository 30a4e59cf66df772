"""Pieces of pages, kept as they were rendered: a page is put together from them, whoever asks."""

from __future__ import annotations

import secrets
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

T = TypeVar("T")
# What separates pieces that one template renders in one call. Nobody can write it: it is drawn anew in each process.
BETWEEN = f"\x1e{secrets.token_hex(8)}"
# What stands in a kept piece where the reader's own proof goes, for forms. As little can anybody write it.
PROOF: Final = Markup(f"\x1d{secrets.token_hex(8)}")  # noqa: S704 - it says nothing
_everything: weakref.WeakSet[Kept[Any]] = weakref.WeakSet()


class Kept(Generic[T]):
    """The most recently used things by key, at most `most`. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        _everything.add(self)

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable) -> T | None:
        """What is kept under `key`, or None."""
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def put(self, key: Hashable, thing: T) -> None:
        """Keep a thing; the one that was not asked for longest goes."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            if len(self._things) > self._most:
                self._things.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()

    def one(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`, made when it is not there."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def all(self, keys: Sequence[Hashable], make: Callable[[list[int]], Iterable[T]]) -> list[T]:
        """The things under `keys`, in order. `make` gets the places of all that are missing, at once."""
        found = [self.get(key) for key in keys]
        missing = [place for place, thing in enumerate(found) if thing is None]
        if missing:
            for place, thing in zip(missing, make(missing), strict=True):
                found[place] = thing
                self.put(keys[place], thing)
        return [thing for thing in found if thing is not None]


def rendered(template: str, **values: Any) -> Markup:
    """A piece from a template that knows nothing of a request: no reader, no token, no nonce."""
    return Markup(engines["jinja2"].env.get_template(template).render(values))  # type: ignore[attr-defined]  # noqa: S704


def forget() -> None:
    """Drop everything that is kept anywhere, as after a start."""
    for kept in list(_everything):
        kept.clear()


def proven(piece: Markup, csrf_input: object) -> Markup:
    """A kept piece with the reader's proof in its forms."""
    return Markup(piece.replace(PROOF, str(csrf_input)))  # noqa: S704 - both are rendered


_drawn: Kept[Markup] = Kept(64)


def drawn(template: str) -> Markup:
    """A piece that is the same for everybody in one language."""
    return _drawn.one((template, get_language()), lambda: rendered(template))
