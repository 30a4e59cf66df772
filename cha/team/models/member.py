"""A member: someone of the business who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import read
from cha.core.verbs import verb


class Role(models.TextChoices):
    """From most to least. A light member may look and note where they are asked; they have no seat in the queue."""

    OWNER = "owner"
    MANAGER = "manager"
    LEAD = "lead"
    AGENT = "agent"
    LIGHT = "light"


MANAGES = (Role.OWNER, Role.MANAGER)
LEADS = (*MANAGES, Role.LEAD)
ANSWERS = (*LEADS, Role.AGENT)


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


def must_manage(by: Acting | Actor) -> None:
    """Let owners, managers and Cha itself through. Raises Refused for every other member."""
    if isinstance(by, Member) and not (by.manages and by.is_active):
        raise Refused("Owners and managers change this. Ask one of them.")


def _may_change(member: Member, by: Acting | Actor, fields: dict[str, Any]) -> None:
    """One's own name and likes are one's own; what others are and may do is for those who manage, owners for owners."""
    if not isinstance(by, Member):
        return
    weighty = {"role", "is_active"} & set(fields)
    if by.pk != member.pk or weighty:
        must_manage(by)
    if weighty and by.role != Role.OWNER and Role.OWNER in (member.role, fields.get("role")):
        raise Refused("Only an owner makes or unmakes an owner.")


@verb
def change_member(member: Member, *, by: Acting | Actor, **fields: Any) -> Member:
    """Change what a member is called, may do, or prefers. The last owner stays one. Raises Invalid, Refused."""
    locked = Member.objects.select_for_update().get(pk=member.pk)
    _may_change(locked, by, fields)
    if "role" in fields and fields["role"] not in Role.values:
        raise Invalid(f"“{fields['role']}” is no role. Roles are: {', '.join(Role.values)}.", field="role")
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
