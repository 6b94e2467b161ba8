"""The only reader of the database into the plain rows that rules and checks work on.

Drafts are read for their own checks alone. The number of queries is fixed, however many studies there are.
"""

from studies.selectors.adverse_events import read_harms, read_serious_harms
from studies.selectors.all_conditions import read_conditions
from studies.selectors.arms import read_arms, read_arms_of_second_condition
from studies.selectors.results import evidence_of_record, read_evidence, read_trial_evidence
from studies.selectors.study_versions import study_versions
from studies.selectors.threshold_bands import read_bands

__all__ = [
    "evidence_of_record",
    "read_arms",
    "read_arms_of_second_condition",
    "read_bands",
    "read_conditions",
    "read_evidence",
    "read_harms",
    "read_serious_harms",
    "read_trial_evidence",
    "study_versions",
]
