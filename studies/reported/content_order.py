"""An order of rows by what they say, where a rule would otherwise fall back on the order in which they were read.

It means nothing in itself: it only makes the same rows give the same answer, however a file or a database sorts them.
"""

from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ContrastRow, ResultRow

# Texts compare whatever the fields hold, None too.
ContentOrder = tuple[str, ...]


def arm_order(arm: ArmRow) -> ContentOrder:
    """The place of an arm among the arms of its study."""
    return (arm.stratum, arm.label, arm.condition, arm.route, *sorted(arm.components), str(arm.n))


def result_order(row: ResultRow) -> ContentOrder:
    """The place of a result among the results of its study."""
    own = row._replace(id=0, arm=ArmRow(), measure=row.measure._replace(id=0, complement_of=None), before=None)
    return (*arm_order(row.arm), *_texts(own))


def contrast_order(row: ContrastRow) -> ContentOrder:
    """The place of a printed difference among those of its study."""
    own = row._replace(id=0, arm_a=ArmRow(), arm_b=ArmRow(), measure=row.measure._replace(id=0, complement_of=None))
    return (*arm_order(row.arm_a), *arm_order(row.arm_b), *_texts(own))


def _texts(row: ResultRow | ContrastRow) -> ContentOrder:
    return tuple(str(value) for value in row._replace(provenance=Provenance()))
