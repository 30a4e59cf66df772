"""The policy of the demo: what the house may keep, and what it says."""

from __future__ import annotations

from cha.demo.world.policy import PASSED, RIGHT, VERSIONS
from cha.promises.understanding import TOPICS
from cha.resolutions.policy.case import Asker
from cha.resolutions.policy.checking import House, Someone, read_rules
from cha.resolutions.policy.remarks import remarks
from cha.resolutions.policy.rules import as_data

PEOPLE = (
    Someone(1, "Priya", Asker("owner")),
    Someone(2, "Tomasz", Asker("lead")),
    Someone(3, "Maartje", Asker("agent", trainings=frozenset(PASSED))),
)
HOUSE = House(("EUR",), frozenset(TOPICS), frozenset({"email", "chat", "form"}), PEOPLE)


def test_every_version_can_be_kept_and_contradicts_nothing() -> None:
    for version in VERSIONS:
        rules, wrong = read_rules([as_data(rule) for rule in version.rules], HOUSE)
        assert not wrong
        assert len(rules) == len(version.rules)
        assert [
            one.words for one in remarks(rules, HOUSE, "en") if one.tone == "plum" and "given to nobody" in one.words
        ] == []
    assert RIGHT in {grant.training for grant in VERSIONS[-1].rules[0].grants}
