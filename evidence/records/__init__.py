"""The only reader of outcome tables: rows of the database into the plain records that the rules work on.

Drafts are never read. The number of queries is fixed, however many studies there are.
"""

from evidence.records.arms import read_arms
from evidence.records.bands import read_bands
from evidence.records.harms import read_harms
from evidence.records.results import read_evidence

__all__ = ["read_arms", "read_bands", "read_evidence", "read_harms"]
