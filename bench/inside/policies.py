"""A large policy asked, and tried on 100,000 past decisions, in an empty install: `python -m bench.inside.policies`."""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from bench.inside import begin, tell

begin()

from django.core.management import call_command  # noqa: E402

from bench.inside.searching import busy  # noqa: E402
from bench.report import percentile  # noqa: E402
from cha.conversations.models import Conversation  # noqa: E402
from cha.core.actor import CHA  # noqa: E402
from cha.core.clock import now  # noqa: E402
from cha.core.ids import new_id  # noqa: E402
from cha.core.money import Money  # noqa: E402
from cha.people.models import Person  # noqa: E402
from cha.promises.understanding import TOPICS  # noqa: E402
from cha.resolutions.kinds import RemedyKind  # noqa: E402
from cha.resolutions.models import Approval, Remedy  # noqa: E402
from cha.resolutions.policy.case import Asker, Case, Given  # noqa: E402
from cha.resolutions.policy.deciding import Compiled, compiled  # noqa: E402
from cha.resolutions.policy.rules import Cap, Grant, Rule, When  # noqa: E402
from cha.resolutions.trying import try_rules  # noqa: E402
from cha.team.models import Member  # noqa: E402
from cha.team.models.member import add_member  # noqa: E402

RULES, USUAL, ASKED = 500, 40, 1000
PEOPLE, BATCH = 5_000, 2_000
KINDS = RemedyKind.values


def rules(count: int, dice: random.Random) -> list[Rule]:
    """So many lines: for one to four remedies, up to two topics, some with more conditions, caps, an expression."""
    return [
        Rule(
            f"line-{number:03}",
            tuple(dice.sample(KINDS, dice.randint(1, 4))),
            when=When(
                topics=tuple(dice.sample(TOPICS, dice.randint(0, 2))),
                media=("email",) if number % 3 == 0 else (),
                order_days=30 if number % 5 == 0 else None,
                given_at_most=2 if number % 11 == 0 else None,
                expression="amount > 100 && kind != 'card'" if number % 10 == 0 else "",
            ),
            grants=(Grant("agent", 2_000 + number), Grant("agent", 9_000, training="Care"), Grant("lead", 50_000)),
            cap=Cap(times=9 if number % 4 == 0 else None, team_month=10**7 if number % 7 == 0 else None),
        )
        for number in range(count)
    ]


def cases(count: int, dice: random.Random) -> list[Case]:
    """Questions of agents, about persons who were given something before."""
    at = now()
    given = tuple(Given(kind, 900, "EUR", at - timedelta(days=9)) for kind in KINDS[:6])
    return [
        Case(
            dice.choice(KINDS),
            Money(dice.randint(100, 20_000), "EUR"),
            Asker("agent"),
            at,
            topic=dice.choice(TOPICS),
            medium=dice.choice(("email", "chat")),
            order_days=dice.randint(0, 60),
            given=given,
            by_team=given,
        )
        for _ in range(count)
    ]


def decided(found: Compiled, asked: list[Case]) -> list[float]:
    """Milliseconds of CPU of each."""
    took = []
    for case in asked:
        began = busy()
        found.decide(case)
        took.append((busy() - began) * 1000)
    return took


def fill(count: int, dice: random.Random) -> None:
    """So many remedies of 89 days by ten agents, a fifth of them after a yes."""
    agents = [add_member(f"agent{number}@bench.example", f"Agent {number}", by=CHA) for number in range(10)]
    at = now()
    persons = Person.objects.bulk_create([Person(id=new_id(at), name=f"Person {n}") for n in range(PEOPLE)])
    talks = Conversation.objects.bulk_create(
        [Conversation(id=new_id(at), person=person, medium="email", topic=dice.choice(TOPICS)) for person in persons]
    )
    for start in range(0, count, BATCH):
        some = range(start, min(start + BATCH, count))
        moments = [at - timedelta(days=89) * (count - number) / count for number in some]
        yeses = Approval.objects.bulk_create([_asked(dice.choice(talks), agents, m, dice) for m in moments[::5]])
        waiting = {place * 5: approval for place, approval in enumerate(yeses)}
        Remedy.objects.bulk_create(
            [_given(dice.choice(talks), agents, m, waiting.get(place), dice) for place, m in enumerate(moments)]
        )


def _asked(talk: Conversation, agents: list[Member], at: datetime, dice: random.Random) -> Approval:
    asked = Approval(conversation=talk, person_id=talk.person_id, asked_by=dice.choice(agents), kind=dice.choice(KINDS))
    asked.asked_at, asked.answered_at, asked.state = at, at + timedelta(minutes=20), "yes"
    asked.amount, asked.currency, asked.words = dice.randint(2_000, 30_000), "EUR", "It is put right"
    return asked


def _given(
    talk: Conversation, agents: list[Member], at: datetime, approval: Approval | None, dice: random.Random
) -> Remedy:
    given = Remedy(conversation=talk, person_id=talk.person_id, kind=dice.choice(KINDS), words="It is put right")
    given.amount, given.currency, given.topic, given.approval = dice.randint(100, 9_000), "EUR", talk.topic, approval
    given.decided_by_kind, given.decided_by_id, given.decided_at = "member", dice.choice(agents).pk, at
    return given


def tried(count: int) -> dict[str, Any]:
    """Seconds, wall and CPU, of trying a policy of usual size, and a large one."""
    found: dict[str, Any] = {}
    for name, size in (("usual", USUAL), ("large", RULES)):
        heard: list[int] = []
        rule_set = compiled(rules(size, random.Random(size)))
        wall, cpu = time.perf_counter(), busy()
        outcome = try_rules(rule_set, lambda done, _many, heard=heard: heard.append(done))
        found[name], found[f"{name}_cpu"] = time.perf_counter() - wall, busy() - cpu
        assert outcome is not None
        assert outcome.cases == count
        found[f"{name}_told"] = len(heard)
    return found


def main() -> None:
    """Ask a thousand questions of 500 lines, then try two policies on what was."""
    count = int(sys.argv[1])
    dice = random.Random(6)
    call_command("migrate", verbosity=0, interactive=False)
    took = decided(compiled(rules(RULES, dice)), cases(ASKED, dice))
    fill(count, dice)
    tell({"median": statistics.median(took), "p99": percentile(took, 0.99), "first": took[0], **tried(count)})


if __name__ == "__main__":
    main()
