"""The one table of fields: every column of every kind of row, with what it holds and where it is typed and shown.

A new column is a field of its model, a migration, and one line here. The workbench, the loader and the export of the
data set, the second extraction and the history take their columns and labels from this table.
"""

from studies.fields.field import NUMERIC, Field, FieldKind, RowFields
from studies.fields.publication_fields import PAPER, PUBLICATION, PUBLICATION_SOURCE
from studies.fields.reference_fields import (
    CLAIM,
    CLAIM_SOURCE,
    CONDITION,
    GROUP_THRESHOLD,
    IMPORTANT_CHANGE,
    MEASURE,
    REGISTRATION,
    SYNONYM,
)
from studies.fields.review_fields import BIAS, INCLUSION, POOL, TRIAL_ROW
from studies.fields.study_fields import ARM, CONTRAST, HARM, QUERY, RESULT, STUDY

# By the kind of row; the rows of a study are named as in the addresses of its history.
FIELDS: dict[str, RowFields] = {
    "study": STUDY,
    "arm": ARM,
    "result": RESULT,
    "contrast": CONTRAST,
    "harm": HARM,
    "query": QUERY,
    "bias": BIAS,
    "pool": POOL,
    "inclusion": INCLUSION,
    "trial-row": TRIAL_ROW,
    "condition": CONDITION,
    "measure": MEASURE,
    "synonym": SYNONYM,
    "claim-source": CLAIM_SOURCE,
    "claim": CLAIM,
    "important-change": IMPORTANT_CHANGE,
    "group-threshold": GROUP_THRESHOLD,
    "registration": REGISTRATION,
    "paper": PAPER,
    "publication": PUBLICATION,
    "publication-source": PUBLICATION_SOURCE,
}

__all__ = ["FIELDS", "NUMERIC", "Field", "FieldKind", "RowFields"]
