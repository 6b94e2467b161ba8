"""Django's admin pages, one file for each group of records."""

from studies.admin import curation, people, publications, reference_data, review_rows, sources, workbench_records

__all__ = ["curation", "people", "publications", "reference_data", "review_rows", "sources", "workbench_records"]
