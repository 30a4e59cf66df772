"""What other apps may use of people. Depends on core, language and team."""

from cha.people.models.consent import Consent
from cha.people.models.contact_point import ContactPoint
from cha.people.models.custom_field import CustomField
from cha.people.models.fact import Fact, Telling
from cha.people.models.fact_pattern import FactPattern
from cha.people.models.joining import Joining
from cha.people.models.likeness import MergeSuggestion
from cha.people.models.organisation import Organisation, OrganisationDomain, OrganisationPart
from cha.people.models.person import Person, PersonTag
from cha.people.models.record import Record, RecordLook
from cha.people.models.record_source import RecordSource

__all__ = [
    "Consent",
    "ContactPoint",
    "CustomField",
    "Fact",
    "FactPattern",
    "Joining",
    "MergeSuggestion",
    "Organisation",
    "OrganisationDomain",
    "OrganisationPart",
    "Person",
    "PersonTag",
    "Record",
    "RecordLook",
    "RecordSource",
    "Telling",
]
