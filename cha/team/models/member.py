"""A member: someone of the business who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import read
from cha.core.verbs import verb
from cha.team.models.role import ANSWERS as ANSWERS
from cha.team.models.role import LEADS, POWERS, OwnRole, Power
from cha.team.models.role import MANAGES as MANAGES
from cha.team.models.role import Role as Role


class MemberManager(BaseUserManager["Member"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Member:
        """For Django and its tests; the product adds members by `add_member`."""
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save()
        return member

    def get(self, *conditions: Any, **fields: Any) -> Member:
        """As on every manager. By its key alone, which every request does, from a prepared statement."""
        if not conditions and list(fields) == ["pk"]:
            return read(Member, fields["pk"])
        return super().get(*conditions, **fields)


class Member(AbstractBaseUser):
    """Someone of the business. Customers see the first name and a face, never the address."""

    id = IdField()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    say_name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.AGENT)
    # Without one, the role is the built-in one; with one, `role` is its base: what they may at most.
    own_role = models.ForeignKey(OwnRole, models.PROTECT, null=True, related_name="members")
    teams = models.ManyToManyField("team.Team", related_name="members", blank=True)
    language = models.CharField(max_length=8, default="en")
    zone = models.CharField(max_length=64, blank=True)
    tint = models.SmallIntegerField(default=5)
    theme = models.CharField(max_length=8, blank=True)
    density = models.CharField(max_length=12, blank=True)
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)
    # How many notifications are new: kept here by `notifications`, so that every page has it without asking.
    for_you = models.SmallIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = MemberManager()

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor("member", self.pk)

    @property
    def first_name(self) -> str:
        """What colleagues and customers call them."""
        return self.name.split()[0] if self.name.split() else self.email

    @property
    def manages(self) -> bool:
        """May change channels, members and hours."""
        return self.role in MANAGES

    @property
    def leads(self) -> bool:
        return self.role in LEADS

    @property
    def answers(self) -> bool:
        """May write to people."""
        return self.role in ANSWERS and self.is_active

    @property
    def powers(self) -> frozenset[str]:
        """What they may beside answering: `Power` values. None without a seat."""
        if not self.is_active:
            return frozenset()
        own = self.own_role if self.own_role_id else None
        return own.may if own else POWERS[self.role]


@verb
def add_member(email: str, name: str, role: str = Role.AGENT, *, by: Acting | Actor, **more: Any) -> Member:
    """Add a member; they sign in by a one-time link first. Raises Invalid for a known address or an unknown role."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(
            f"“{email[:80]}” is no e-mail address. One looks like ada@post.example.", field="email"
        ) from error
    if role not in Role.values:
        raise Invalid(f"“{role}” is no role. Roles are: {', '.join(Role.values)}.", field="role")
    if Member.objects.filter(email=email).exists():
        raise Invalid(f"{email} is a member already.", field="email")
    tint = more.pop("tint", Member.objects.count() % 8 + 1)
    member = Member(email=email, name=name.strip() or email.split("@")[0], role=role, tint=tint, **more)
    member.set_unusable_password()
    member.save()
    record("member.added", by=by, on=member, role=role)
    return member


def must_manage(by: Acting | Actor, power: Power | None = None) -> None:
    """Let owners, managers and Cha itself through, with `power` only those whose role has it. Raises Refused."""
    if isinstance(by, Member) and not (by.manages and by.is_active):
        raise Refused("Owners and managers change this. Ask one of them.")
    if power is not None:
        must_may(by, power)


def must_may(by: Acting | Actor, power: Power) -> None:
    """Let members through whose role has a power, and all who are no members. Raises Refused."""
    if isinstance(by, Member) and power not in by.powers:
        raise Refused(_("Your role here does not include this. Somebody who may can help."), code="no_power")


def must_give(by: Acting | Actor, role: str, powers: frozenset[str]) -> None:
    """Let those through who may make somebody this: they manage the team, and have all of it. Raises Refused."""
    must_manage(by, Power.TEAM)
    if not isinstance(by, Member) or by.role == Role.OWNER:
        return
    if role == Role.OWNER:
        raise Refused("Only an owner makes or unmakes an owner.")
    if not powers <= by.powers:
        raise Refused(_("Nobody gives or takes what their own role does not include."), code="no_power")


def must_manage_member(by: Acting | Actor, member: Member) -> None:
    """Let those through who may change what this member is and how they come in. Raises Refused."""
    own = member.own_role if member.own_role_id else None
    must_give(by, member.role, own.may if own else POWERS[member.role])


def _may_change(member: Member, by: Acting | Actor, fields: dict[str, Any]) -> None:
    """One's own name and likes are one's own; what others are and may do is for those who manage, owners for owners."""
    if not isinstance(by, Member):
        return
    if by.pk != member.pk:
        must_manage(by, Power.TEAM)
    if {"role", "own_role", "is_active"} & set(fields):
        must_manage_member(by, member)
        own: OwnRole | None = fields.get("own_role")
        must_give(by, fields.get("role", member.role), own.may if own else POWERS[fields.get("role", Role.LIGHT)])


@verb
def change_member(member: Member, *, by: Acting | Actor, **fields: Any) -> Member:
    """Change what a member is called, may do, or prefers. The last owner stays one. Raises Invalid, Refused.

    Their role is `role`, a built-in one, or `own_role`, one of the business's own.
    """
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if "role" in fields and fields["role"] not in Role.values:
        raise Invalid(f"“{fields['role']}” is no role. Roles are: {', '.join(Role.values)}.", field="role")
    if {"role", "own_role"} & set(fields):
        own: OwnRole | None = fields.get("own_role")
        fields |= {"own_role": own, "role": own.base if own else fields["role"]}
    _may_change(locked, by, fields)
    if not str(fields.get("name", "x")).strip():
        raise Invalid("A name is needed: customers see the first one.", field="name")
    steps_down = locked.role == Role.OWNER and (
        fields.get("role", Role.OWNER) != Role.OWNER or not fields.get("is_active", True)
    )
    if steps_down and not Member.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=locked.pk).exists():
        raise Invalid(f"{locked.name} is the only owner. Make someone else owner first.", field="role")
    for field, value in fields.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(fields))
    record("member.changed", by=by, on=locked, fields=sorted(fields))
    return locked
