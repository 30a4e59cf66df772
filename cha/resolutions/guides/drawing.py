"""The drawing of a guide: steps in layers from top to bottom, and the ways between them. The page makes SVG of it.

Sugiyama's way, cut down to what a guide needs: each step lies one layer below the furthest that leads to it (ways that
lead back do not count), ways over several layers are given a lane in each of them, the order within a layer follows the
middle of what leads to it, and ways are drawn in right angles. (K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual
Understanding of Hierarchical System Structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981).)
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from cha.resolutions.guides.flow import Flow, Step

BOX: Final = (148, 58)
PILL: Final = (112, 38)
LANE: Final = 26
GAP: Final = (18, 60)
MARGIN: Final = 10
# Letters of a line within a box, and of an answer on its way.
LETTERS: Final = 21
ON_WAY: Final = 18
# How wide one of them is on average, and how far apart the lines of two answers stand.
LETTER: Final = 6
LINE: Final = 13
# How far apart the ways across lie that come from different steps.
RISE: Final = 6
ROUNDS: Final = 6


@dataclass(slots=True)
class Node:
    """A step, an end, or a lane of a way (`kind` "lane"). `x` is its middle, `y` its top."""

    name: str
    kind: str
    layer: int
    lines: tuple[str, ...] = ()
    number: int = 0
    x: float = 0
    y: float = 0

    @property
    def width(self) -> int:
        """How wide it is drawn. A lane that an answer stands on is as wide as the answer."""
        if self.kind == "lane":
            return max(LANE, LETTER * len(self.lines[0]) if self.lines else 0)
        return {"end": PILL[0], "bad": PILL[0]}.get(self.kind, BOX[0])

    @property
    def height(self) -> int:
        """How high it is drawn."""
        return {"lane": 0, "end": PILL[1], "bad": PILL[1]}.get(self.kind, BOX[1])


@dataclass(frozen=True, slots=True)
class Way:
    """A way: the `d` of its path, its words with the place they stand at, and whether it ends nowhere."""

    path: str
    words: str
    x: float
    y: float
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, in units of the drawing."""

    width: float
    height: float
    boxes: tuple[Node, ...]
    ends: tuple[Node, ...]
    ways: tuple[Way, ...]


@dataclass(slots=True)
class _Link:
    """A way as it is laid out: the nodes it passes, from above to below; `back` where it leads up."""

    words: str
    nodes: list[Node] = field(default_factory=list)
    back: bool = False
    bad: bool = False


def draw(flow: Flow, end_words: Mapping[str, str], no_end: str) -> Drawing:
    """The drawing. `end_words`: how each end is called in it; `no_end`: what stands where a step leads nowhere."""
    layers_of = _layers(flow)
    nodes = {
        step.key: Node(step.key, step.kind, layers_of[step.key], _lines(step.words, LETTERS, 2), number)
        for number, step in enumerate(flow.steps, 1)
    }
    links: list[_Link] = []
    below: dict[str, Node] = {}
    for step in flow.steps:
        for words, to in _targets(step):
            if to in nodes:
                links.append(_between(nodes[step.key], nodes[to], words))
            else:
                end = _end(below, nodes[step.key], to, end_words, no_end)
                links.append(_Link(words, [nodes[step.key], end], bad=end.kind == "bad"))
    layers = _filled([*nodes.values(), *below.values()], links)
    _order(layers, links)
    _place(layers, links)
    width, height = _measure(layers)
    return Drawing(width, height, tuple(nodes.values()), tuple(below.values()), _ways(links))


def _targets(step: Step) -> list[tuple[str, str]]:
    """Where a step leads, each once, with the answers that lead there."""
    found: dict[str, list[str]] = {}
    for turn in step.turns:
        found.setdefault(turn.to, []).append(turn.label)
    return [(", ".join(filter(None, labels)), to) for to, labels in found.items()] or [("", "")]


def _lines(words: str, width: int, most: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(words, width, max_lines=most, placeholder="…")) or ("",)


def _layers(flow: Flow) -> dict[str, int]:
    """How far down each step lies: one below the furthest that leads to it. Ways back count for nothing."""
    reach = {step.key: _reached(flow, step) for step in flow.steps}
    place = {step.key: number for number, step in enumerate(flow.steps)}
    above: dict[str, list[str]] = {step.key: [] for step in flow.steps}
    for step in flow.steps:
        for key in {turn.to for turn in step.turns} & set(place):
            if not (step.key in reach[key] and place[key] <= place[step.key]):
                above[key].append(step.key)
    found: dict[str, int] = {}

    def layer(key: str) -> int:
        if key not in found:
            found[key] = max((layer(one) + 1 for one in above[key]), default=0)
        return found[key]

    return {step.key: layer(step.key) for step in flow.steps}


def _reached(flow: Flow, begin: Step) -> set[str]:
    """The keys of the steps that can be reached from one, with itself."""
    seen, todo = {begin.key}, [begin]
    while todo:
        for turn in todo.pop().turns:
            after = flow.step(turn.to)
            if after is not None and after.key not in seen:
                seen.add(after.key)
                todo.append(after)
    return seen


def _between(above: Node, below: Node, words: str) -> _Link:
    back = below.layer <= above.layer
    return _Link(words, [below, above] if back else [above, below], back=back)


def _end(below: dict[str, Node], above: Node, to: str, end_words: Mapping[str, str], no_end: str) -> Node:
    """The end that a way leads to: one for each way of ending, below everything that leads there."""
    key = to if to.startswith("end:") else f"bad:{above.name}"
    if key not in below:
        words = end_words.get(to.removeprefix("end:"), "") if to.startswith("end:") else no_end
        below[key] = Node(key, "end" if to.startswith("end:") else "bad", above.layer + 1, (words,))
    below[key].layer = max(below[key].layer, above.layer + 1)
    return below[key]


def _filled(nodes: Sequence[Node], links: Sequence[_Link]) -> list[list[Node]]:
    """The nodes by layer, with a lane for each way in each layer that it passes."""
    bottom = max((node.layer for node in nodes), default=0)
    for node in nodes:
        if node.kind == "end":
            node.layer = bottom
    layers: list[list[Node]] = [[] for _layer in range(bottom + 1)]
    for node in nodes:
        layers[node.layer].append(node)
    for link in links:
        first, last = link.nodes
        lanes = [Node("", "lane", layer) for layer in range(first.layer + 1, last.layer)]
        for lane in lanes[:1]:
            lane.lines = (_on_way(link.words),)
        for lane in lanes:
            layers[lane.layer].append(lane)
        link.nodes = [first, *lanes, last]
    return layers


def _order(layers: list[list[Node]], links: Sequence[_Link]) -> None:
    """Within each layer in the order of the middle of their neighbours, downwards and upwards in turn."""
    above, below = _neighbours(links)
    for turn in range(ROUNDS):
        others = above if turn % 2 == 0 else below
        for layer in layers if turn % 2 == 0 else reversed(layers):
            place = {id(node): number for row in layers for number, node in enumerate(row)}
            layer.sort(key=lambda node: _middle([place[id(one)] for one in others.get(id(node), ())], place[id(node)]))


def _middle(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _neighbours(links: Sequence[_Link]) -> tuple[dict[int, list[Node]], dict[int, list[Node]]]:
    above: dict[int, list[Node]] = {}
    below: dict[int, list[Node]] = {}
    for link in links:
        for one, other in pairwise(link.nodes):
            above.setdefault(id(other), []).append(one)
            below.setdefault(id(one), []).append(other)
    return above, below


def _place(layers: list[list[Node]], links: Sequence[_Link]) -> None:
    """Side by side first, then each as near to the middle of its neighbours as the others leave room for."""
    above, below = _neighbours(links)
    for layer in layers:
        _spread(layer, [0.0] * len(layer))
    for turn in range(ROUNDS):
        for layer in layers if turn % 2 == 0 else reversed(layers):
            others = above if turn % 2 == 0 else below
            _spread(layer, [_middle([one.x for one in others.get(id(node), ())], node.x) for node in layer])
    top = float(MARGIN)
    for layer in layers:
        for node in layer:
            node.y = top
        top += max((node.height for node in layer), default=0) + GAP[1]


def _spread(layer: list[Node], wanted: list[float]) -> None:
    """Put nodes where they are wanted, in order and apart; what has to give way gives way to both sides alike."""
    right: list[float] = []
    for node, want in zip(layer, wanted, strict=True):
        least = right[-1] + node.width / 2 + GAP[0] if right else want - node.width
        node.x = max(want, least if right else want)
        right.append(node.x + node.width / 2)
    shift = _middle([want - node.x for node, want in zip(layer, wanted, strict=True)], 0)
    for node in layer:
        node.x += shift


def _measure(layers: list[list[Node]]) -> tuple[float, float]:
    nodes = [node for layer in layers for node in layer]
    left = min((node.x - node.width / 2 for node in nodes), default=0) - MARGIN
    for node in nodes:
        node.x = round(node.x - left, 1)
    width = max((node.x + node.width / 2 for node in nodes), default=0) + MARGIN
    return round(width, 1), max((node.y + node.height for node in nodes), default=0) + MARGIN


def _on_way(words: str) -> str:
    return textwrap.shorten(words, ON_WAY, placeholder="…") if words else ""


def _ways(links: Sequence[_Link]) -> tuple[Way, ...]:
    """Every way, its words a line higher where those of another one stand."""
    found: list[Way] = []
    rises = _rises(links)
    for link in links:
        way = _way(link, rises)
        while way.words and any(_over(way, other) for other in found):
            way = replace(way, y=way.y - LINE)
        found.append(way)
    return tuple(found)


def _over(one: Way, other: Way) -> bool:
    near = abs(one.x - other.x) < LETTER * (len(one.words) + len(other.words)) / 2
    return bool(other.words) and near and abs(one.y - other.y) < LINE


def _rises(links: Sequence[_Link]) -> dict[int, int]:
    """By the id of a node, how much higher its ways go across than its neighbours': none is taken for another."""
    by_layer: dict[int, dict[int, Node]] = {}
    for link in links:
        for node in link.nodes[:-1]:
            by_layer.setdefault(node.layer, {})[id(node)] = node
    rows = [sorted(row.values(), key=lambda node: node.x) for row in by_layer.values()]
    return {id(node): RISE * (place % 3) for row in rows for place, node in enumerate(row)}


def _way(link: _Link, rises: Mapping[int, int]) -> Way:
    """Down, across in the room between two layers, and down again; words stand on the first stretch downwards."""
    nodes = link.nodes
    points = [(nodes[0].x, nodes[0].y + nodes[0].height)]
    for one, other in pairwise(nodes):
        middle = other.y - GAP[1] * 0.7 - rises[id(one)]
        points += [(one.x, middle), (other.x, middle), (other.x, other.y)]
    if link.back:
        points.reverse()
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in _simple(points))
    return Way(path, _on_way(link.words), nodes[1].x, nodes[1].y - 12, link.bad)


def _simple(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without points that lie on a straight way between their neighbours."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept[-1] = point
        else:
            kept.append(point)
    return kept
