"""The real data set for the checks that are tried on it."""

from tests.evidence.conftest import real_evidence as real_evidence
