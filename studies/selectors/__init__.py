"""The only reader of outcome tables: rows of the database into the plain records that the rules work on.

Drafts are never read. The number of queries is fixed, however many studies there are.
"""

from studies.selectors.adverse_events import read_harms
from studies.selectors.arms import read_arms
from studies.selectors.results import read_evidence
from studies.selectors.threshold_bands import read_bands

__all__ = ["read_arms", "read_bands", "read_evidence", "read_harms"]
