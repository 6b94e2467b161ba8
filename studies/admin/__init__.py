"""The pages on which curators and admins correct records, one file a kind of record."""

from studies.admin import curation, imports, people, reference_data, reviews, studies

__all__ = ["curation", "imports", "people", "reviews", "studies", "reference_data"]
