"""Django's admin pages, one file for each group of records."""

from studies.admin import curation, imports, people, publications, reference_data, reviews, workbench_records

__all__ = ["curation", "imports", "people", "publications", "reference_data", "reviews", "workbench_records"]
