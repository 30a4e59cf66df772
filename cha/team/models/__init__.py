"""What other apps may use of the team. Depends on core and language only."""

from cha.team.models.brand import Brand, brand
from cha.team.models.invitation import Invitation
from cha.team.models.member import Member, Role
from cha.team.models.sight import Scope, Sight
from cha.team.models.sign_in_link import SignInLink
from cha.team.models.team import Team

__all__ = ["Brand", "Invitation", "Member", "Role", "Scope", "Sight", "SignInLink", "Team", "brand"]
