"""What other apps may use of the team. Depends on core and language only."""

from cha.team.models.address import AddressChange
from cha.team.models.api_token import ApiToken
from cha.team.models.brand import Brand, brand
from cha.team.models.device import Device
from cha.team.models.identity import Identity
from cha.team.models.invitation import Invitation
from cha.team.models.member import Member
from cha.team.models.role import OwnRole, Power, Role
from cha.team.models.shift import Absence, Away, Shift
from cha.team.models.sight import Scope, Sight
from cha.team.models.sign_in_link import SignInLink
from cha.team.models.team import Team

__all__ = [
    "Absence", "AddressChange", "ApiToken", "Away", "Brand", "Device", "Identity", "Invitation", "Member", "OwnRole",
    "Power", "Role", "Scope", "Shift", "Sight", "SignInLink", "Team", "brand",
]  # fmt: skip
