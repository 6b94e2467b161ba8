"""The data set (CSV files and references.bib) into the records: all or nothing, as often as one likes.

A *table* says which column of a file stands in which field of a record. A *row* is a line of a file; what it asks
of a record is *wanted*. Set against the record as it stands, a row has one *verdict*: created, updated, unchanged,
or left alone, because a person has worked on the record since.
"""

from studies.dataset.errors import DataSetError
from studies.dataset.load import load
from studies.dataset.load_report import Report, Tally

__all__ = ["DataSetError", "Report", "Tally", "load"]
