"""The data set (CSV files and references.bib) loaded into the records, all or nothing, and repeatable.

A *table* is a file with the model of its records; its columns are in ``studies.fields``. A *plan* is what a row asks
of its record. The *outcome* of a row is created, updated, unchanged, or left alone, because a person has edited the
record since.
"""

from studies.dataset.load import load
from studies.dataset.load_errors import DataSetError
from studies.dataset.load_report import Report, Tally

__all__ = ["DataSetError", "Report", "Tally", "load"]
