"""Which live topics a member may hear, decided where the page is made (law 8).

queue:all:CHANNEL           every row of a channel (0: conversations without one)
queue:team:TEAM:CHANNEL     a team's rows of a channel
queue:own:MEMBER:CHANNEL    the rows of a channel that are given to a member, or where they take part
queue:count                 how many wait in all: for members from whom nothing is hidden
conversation:ID             entries, head and presence of one conversation
member:ID                   what concerns one member only
wall                        that something is new on the wall; not what
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from cha.channels.models import Channel
from cha.conversations.access import sees_all
from cha.conversations.models import Conversation
from cha.core.ids import decode, encode
from cha.core.queries import asked
from cha.live.hub import hub
from cha.live.tokens import sign
from cha.team.models import Member, Scope
from cha.team.models.sight import sight_of

COUNT = "queue:count"
WALL = "wall"


def subject_of(member_id: int) -> str:
    """Whose token it is."""
    return f"member:{encode(member_id)}"


def link_subject(link_id: int) -> str:
    """Whose token it is on a screen that nobody has signed in on."""
    return f"link:{encode(link_id)}"


def conversation_topic(conversation_id: int) -> str:
    """The topic of one conversation."""
    return f"conversation:{encode(conversation_id)}"


def open_now() -> list[int]:
    """The conversations that some member has open."""
    return [decode(topic.partition(":")[2]) for topic in hub.topics_like("conversation:")]


def everything(channel_id: int | None) -> str:
    """The topic of every row of a channel."""
    return f"queue:all:{encode(channel_id or 0)}"


def team_topic(team_id: int, channel_id: int | None) -> str:
    """The topic of a team's rows of a channel."""
    return f"queue:team:{encode(team_id)}:{encode(channel_id or 0)}"


def own_topic(member_id: int, channel_id: int | None) -> str:
    """The topic of a member's own rows of a channel."""
    return f"queue:own:{encode(member_id)}:{encode(channel_id or 0)}"


@asked()
def _channels() -> QuerySet[Channel, int]:
    return Channel.objects.order_by("id").values_list("id", flat=True)


def topics_of(member: Member, conversation: Conversation | None = None) -> list[str]:
    """Everything that the member may hear, and the conversation that is open before them."""
    general, by_channel = sight_of(member)
    channels = [0, *_channels()]
    scopes = {channel: by_channel.get(channel, general) for channel in channels}
    teams: Iterable[int] = member.teams.values_list("id", flat=True) if Scope.TEAM in scopes.values() else ()
    teams = list(teams)
    found = [subject_of(member.pk)]
    for channel, scope in scopes.items():
        if scope == Scope.ALL:
            found.append(everything(channel))
        if scope == Scope.TEAM:
            found += [team_topic(team, channel) for team in teams]
        if scope in (Scope.TEAM, Scope.OWN):
            found.append(own_topic(member.pk, channel))
    if sees_all(member):
        found.append(COUNT)
    if conversation is not None:
        found.append(conversation_topic(conversation.pk))
    return found


def live_token(member: Member, conversation: Conversation | None = None) -> str:
    """The signed list of `topics_of`, for the page."""
    return sign(topics_of(member, conversation), subject_of(member.pk))


def row_topics(channel_id: int | None, team_id: int | None, members: Iterable[int]) -> list[str]:
    """Who hears of a row: everybody of the channel, its team, and those it is given to or who take part."""
    found = [everything(channel_id)]
    if team_id:
        found.append(team_topic(team_id, channel_id))
    return [*found, *(own_topic(member, channel_id) for member in members)]
