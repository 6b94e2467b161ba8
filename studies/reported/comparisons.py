"""What two arms compare, from their components alone.

Two arms of one study differ in the things that only one of them received. A *comparison* names what ozone was compared
with by that difference. It isolates ozone only when ozone, with its vehicles, is all that the ozone arm had more. Some
comparisons are many: ozone on top of a procedure, instead of one, and instead of a mixture. Their *base* says which.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.choices import ComponentName, Family, LabelledEnum


class Comparison(LabelledEnum):
    """What ozone was compared with, in the order in which answers are given (the first is read first)."""

    SHAM = "ozone-v-sham", "ozone v sham"
    ADD_ON_STEROID = "add-on-to-steroid", "ozone on top of steroid"
    ADD_ON_USUAL_CARE = "add-on-to-usual-care", "ozone on top of usual care"
    ADD_ON_PHYSIOTHERAPY = "add-on-to-physiotherapy", "ozone on top of physiotherapy"
    ADD_ON_PROCEDURE = "add-on-to-procedure", "ozone on top of a procedure"
    ADD_ON_LOCAL_ANAESTHETIC = "add-on-to-local-anaesthetic", "ozone on top of local anaesthetic"
    STEROID = "ozone-v-steroid", "ozone v steroid"
    PHYSIOTHERAPY = "ozone-v-physiotherapy", "ozone v physiotherapy"
    MEDICATION = "ozone-v-medication", "ozone v medication"
    MIXTURE = "ozone-v-mixture", "ozone v a mixture"
    DISCECTOMY = "ozone-v-discectomy", "ozone v discectomy"
    OTHER_PROCEDURE = "ozone-v-other-procedure", "ozone v another procedure"
    LOCAL_ANAESTHETIC = "ozone-v-local-anaesthetic", "ozone v local anaesthetic"
    # The three from which nothing about ozone alone follows.
    OZONE_BOTH_ARMS = "ozone-both-arms", "ozone in both arms"
    CONFOUNDED = "confounded", "more than ozone differs"
    COMPARATOR_NOT_STATED = "comparator-not-stated", "comparator not stated"

    @property
    def isolates_ozone(self) -> bool:
        """Whether a difference between the arms is due to ozone alone."""
        return self not in _NOT_ISOLATING


_NOT_ISOLATING = frozenset({Comparison.OZONE_BOTH_ARMS, Comparison.CONFOUNDED, Comparison.COMPARATOR_NOT_STATED})
# The first that both arms had names the comparison. A procedure, discectomy among them, is what care is built round.
_ADD_ON_TO: tuple[tuple[Family, Comparison], ...] = (
    (Family.PROCEDURE, Comparison.ADD_ON_PROCEDURE),
    (Family.DISCECTOMY, Comparison.ADD_ON_PROCEDURE),
    (Family.STEROID, Comparison.ADD_ON_STEROID),
    (Family.PHYSIOTHERAPY, Comparison.ADD_ON_PHYSIOTHERAPY),
    (Family.MEDICATION, Comparison.ADD_ON_USUAL_CARE),
)
_AGAINST: dict[Family, Comparison] = {
    Family.STEROID: Comparison.STEROID,
    Family.DISCECTOMY: Comparison.DISCECTOMY,
    Family.PROCEDURE: Comparison.OTHER_PROCEDURE,
    Family.PHYSIOTHERAPY: Comparison.PHYSIOTHERAPY,
    Family.MEDICATION: Comparison.MEDICATION,
}

Components = frozenset[ComponentName]
# Components of a procedure, families of a mixture; empty where the comparison is one and the same for all.
Base = frozenset[ComponentName | Family]
NO_BASE: Base = frozenset()
_PLACES = {vocabulary: {name: place for place, name in enumerate(vocabulary)} for vocabulary in (ComponentName, Family)}


@dataclass(frozen=True, slots=True)
class ComponentDifference:
    """Two arms compared: the comparison with its base, and what both or only one of them received."""

    comparison: Comparison
    in_both: Components
    only_with_ozone: Components
    only_in_comparator: Components
    base: Base = NO_BASE

    @property
    def label(self) -> str:
        """What was compared, in a few words."""
        return comparison_label(self.comparison, self.base)


def components(names: Iterable[str]) -> Components:
    """Turn written components into members of the list. Raises ValueError on an unknown one."""
    return frozenset(ComponentName(name) for name in names)


def compare(first: Components, second: Components) -> ComponentDifference | None:
    """Compare two arms of one stratum; None when neither received ozone.

    The arm with ozone counts as the ozone arm whichever comes first; with ozone in both, the first does.
    """
    if ComponentName.OZONE not in first | second:
        return None
    ozone, comparator = (first, second) if ComponentName.OZONE in first else (second, first)
    comparison, in_both, other = _comparison(ozone, comparator), ozone & comparator, comparator - ozone
    return ComponentDifference(comparison, in_both, ozone - comparator, other, _base(comparison, in_both, other))


def _comparison(ozone: Components, comparator: Components) -> Comparison:
    if ComponentName.OZONE in comparator:
        return Comparison.OZONE_BOTH_ARMS
    if ComponentName.NOT_STATED in ozone | comparator:
        return Comparison.COMPARATOR_NOT_STATED
    more = ozone - comparator - {ComponentName.OZONE}
    other = comparator - ozone
    # A vehicle that only accompanies an injection is not a treatment where there is another one.
    if without_vehicles(comparator):
        more, other = without_vehicles(more), without_vehicles(other)
    if more:
        return Comparison.CONFOUNDED
    if not other:
        return _add_on(ozone & comparator)
    return _against(other)


def _add_on(in_both: Components) -> Comparison:
    """Ozone is the only difference: on top of what both arms had."""
    shared = {name.family for name in in_both}
    for family, comparison in _ADD_ON_TO:
        if family in shared:
            return comparison
    if ComponentName.LOCAL_ANAESTHETIC in in_both:
        return Comparison.ADD_ON_LOCAL_ANAESTHETIC
    return Comparison.SHAM if Family.VEHICLE in shared else Comparison.CONFOUNDED


def _against(other: Components) -> Comparison:
    """Ozone against what only the comparator had. Sham is left out when the comparator has more."""
    active = other - {ComponentName.SHAM}
    if not without_vehicles(active):
        return Comparison.LOCAL_ANAESTHETIC if ComponentName.LOCAL_ANAESTHETIC in active else Comparison.SHAM
    families = {name.family for name in active}
    return _AGAINST.get(families.pop(), Comparison.MIXTURE) if len(families) == 1 else Comparison.MIXTURE


def _base(comparison: Comparison, in_both: Components, other: Components) -> Base:
    """What tells apart the comparisons of one name: needling and discectomy are two procedures."""
    if comparison is Comparison.ADD_ON_PROCEDURE:
        return _active(in_both)
    if comparison is Comparison.OTHER_PROCEDURE:
        return _active(other)
    return frozenset(name.family for name in _active(other)) if comparison is Comparison.MIXTURE else NO_BASE


def _active(names: Components) -> Components:
    return without_vehicles(names) - {ComponentName.SHAM}


def without_vehicles(names: Components) -> Components:
    """What acts: the components but for the vehicles that carry them."""
    return frozenset(name for name in names if name.family is not Family.VEHICLE)


def in_order(base: Base) -> tuple[ComponentName | Family, ...]:
    """A base in the order of its vocabulary."""
    return tuple(sorted(base, key=_place)) if base else ()


def _place(name: ComponentName | Family) -> int:
    return _PLACES[type(name)][name]


def comparison_label(comparison: Comparison, base: Base = NO_BASE) -> str:
    """What is compared, with its base where it has one.

    >>> comparison_label(Comparison.MIXTURE, frozenset({Family.MEDICATION, Family.STEROID}))
    'ozone v steroid + medication'
    >>> comparison_label(Comparison.ADD_ON_PROCEDURE, frozenset({ComponentName.RADIOFREQUENCY}))
    'ozone on top of radiofrequency'
    """
    if not base:
        return comparison.label
    start = "ozone on top of" if comparison is Comparison.ADD_ON_PROCEDURE else "ozone v"
    return f"{start} {' + '.join(name.label for name in in_order(base))}"


def component_labels(names: Components) -> str:
    """Labels in the order of the vocabulary; empty for none."""
    return ", ".join(name.label for name in in_order(names))
