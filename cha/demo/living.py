"""Life goes on in the past: tasks run and timers fire at their own moments, and mail goes to the demo's mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cha.channels.base import Outcome
from cha.channels.email.composing import compose
from cha.channels.email.medium import outgoing
from cha.channels.letters import letter_media
from cha.channels.models import Channel, Delivery, note_outcome
from cha.channels.pipeline.delivering import deliver
from cha.conversations.models import Message
from cha.core import tasks, timers
from cha.core.clock import now, standing_at
from cha.core.tasks import JOBS, Task
from cha.demo import mailbox
from cha.promises.acknowledging import acknowledge_message, understand_and_acknowledge
from cha.promises.forecast import Estimate, Known, estimate
from cha.promises.load import Load
from cha.promises.tracking import Course

SENT = Outcome(True, code=250, said="It is in the demo's mailbox.")


@dataclass
class Life:
    """What the worker does in the present, done for the past. `refused`: answers that did not get out, by message."""

    refused: dict[int, Outcome] = field(default_factory=dict)

    def until(self, moment: datetime) -> None:
        """Let every timer before `moment` fire when its time comes."""
        while (due := timers.next_due()) and due <= moment:
            with standing_at(due):
                timers.fire_due()
                self.go_on()

    def go_on(self) -> None:
        """Run every task that is due, and what follows from it."""
        while rows := list(Task.objects.filter(state="waiting", due__lte=now()).order_by("rank", "due", "id")[:50]):
            for row in rows:
                self._work(row)
            tasks.finish([row.pk for row in rows])

    def _work(self, row: Task) -> None:
        own = {deliver.name: self.send, acknowledge_message.name: self.acknowledge}
        own.get(row.name, JOBS[row.name])(*row.args)

    def acknowledge(self, message_id: int) -> None:
        """Acknowledge as always, promising what the shop states: how soon a story's members answer is told already."""
        understand_and_acknowledge(Message.objects.select_related("conversation__person").get(pk=message_id), stated)

    def send(self, delivery_id: int) -> None:
        """One answer goes out, as it would have: as a real mail in somebody's box, where they fetch it, or refused."""
        delivery = Delivery.objects.select_related("channel__brand", "channel__team", "conversation", "message").get(
            pk=delivery_id
        )
        outcome = self.refused.get(delivery.message_id or 0, SENT)
        if outcome.sent and delivery.channel.medium in letter_media():
            raw = compose(outgoing(delivery, delivery.channel))
            for address in (delivery.address, *delivery.copies):
                mailbox.put(address, raw, delivery.made_at)
        note_outcome(delivery, outcome, next_at=None)


def stated(channel: Channel, at: datetime, topic: str = "") -> Estimate:
    """The shop's stated time to an answer, in open hours."""
    target = timedelta(minutes=channel.target_minutes)
    return estimate(at, channel.hours(), Known(Course()), Load(0), topic=topic, target=target)
