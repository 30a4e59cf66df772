"""The drawing: every step is in it, nothing lies over another, and it is the same each time."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given

from cha.resolutions.guides.drawing import BOX, Node, draw
from cha.resolutions.guides.flow import ENDS, Flow
from tests.resolutions.guides.test_text import flows
from tests.resolutions.guides.written import flow


def apart(one: Node, other: Node) -> bool:
    """Whether two boxes do not lie over each other."""
    aside = abs(one.x - other.x) >= (one.width + other.width) / 2
    return aside or one.y + one.height <= other.y or other.y + other.height <= one.y


@given(flows)
def test_every_step_has_its_place_and_none_lies_over_another(drawn: Flow) -> None:
    found = draw(drawn, ENDS, "no end yet")
    assert [box.name for box in found.boxes] == [step.key for step in drawn.steps]
    assert len({(way.x, way.y) for way in found.ways if way.words}) == sum(bool(way.words) for way in found.ways)
    assert all(apart(*pair) for pair in combinations([*found.boxes, *found.ends], 2))
    for box in [*found.boxes, *found.ends]:
        assert box.width / 2 <= box.x <= found.width - box.width / 2
        assert 0 <= box.y <= found.height - box.height
    assert draw(drawn, ENDS, "no end yet") == found


def test_a_step_lies_below_what_leads_to_it_and_ends_at_the_foot() -> None:
    found = draw(flow(), {key: key for key in ENDS}, "no end yet")
    tops = {box.name: box.y for box in found.boxes}
    assert tops["left"] < tops["workshop"] < tops["moment"] < tops["ways"]
    assert {end.lines for end in found.ends} == {("promise",), ("choice",)}
    assert all(end.y > tops["ways"] + BOX[1] for end in found.ends)
    assert [way.words for way in found.ways if way.words] == ["Yes", "No", "Yes", "No, same day", "Ring first"]


def test_a_step_without_an_end_shows_it() -> None:
    found = draw(flow("Guide: x\n[a] Ask: Well?\n  - Yes → end, put right\n  - No →\n"), ENDS, "no end yet")
    assert [(end.kind, end.lines) for end in found.ends] == [("end", ("end, put right",)), ("bad", ("no end yet",))]
    assert [way.bad for way in found.ways] == [False, True]
