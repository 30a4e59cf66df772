"""What other apps may use of resolutions. Depends on promises and everything below."""

from cha.resolutions.models.approval import Approval
from cha.resolutions.models.boundary import Boundary
from cha.resolutions.models.complaint import Complaint, Refusal
from cha.resolutions.models.connector import Connector, ConnectorPost
from cha.resolutions.models.given_before import GivenBefore
from cha.resolutions.models.guide import Guide, GuideVersion, GuideWalk
from cha.resolutions.models.offer import Choice, Offer, Option
from cha.resolutions.models.policy import PolicySet
from cha.resolutions.models.remedy import Attempt, Remedy, Voucher, VoucherUse
from cha.resolutions.models.signal import Signal
from cha.resolutions.models.unlock import Unlock

__all__ = [
    "Approval",
    "Attempt",
    "Boundary",
    "Choice",
    "Complaint",
    "Connector",
    "ConnectorPost",
    "GivenBefore",
    "Guide",
    "GuideVersion",
    "GuideWalk",
    "Offer",
    "Option",
    "PolicySet",
    "Refusal",
    "Remedy",
    "Signal",
    "Unlock",
    "Voucher",
    "VoucherUse",
]
