"""What one arm reported: ``Counts`` (events of n) or ``Means`` (mean, spread, n)."""

from dataclasses import dataclass
from math import sqrt

from studies.numerics.errors import ImpossibleNumberError, NoSpreadError, TooFewParticipantsError
from studies.numerics.magnitudes import require_countable, require_measurable


@dataclass(frozen=True, slots=True)
class Counts:
    """Participants with the event in one arm.

    Whole numbers as reported; fractions arise only where a shared comparator is divided.
    """

    events: float
    n: float

    def __post_init__(self) -> None:
        """Raise an error for impossible counts."""
        require_countable(self.events, "A number of events")
        if require_countable(self.n, "A number of participants") <= 0:
            raise TooFewParticipantsError("An arm has at least one participant.")
        if not 0 <= self.events <= self.n:
            raise ImpossibleNumberError(f"{self.events:g} events among {self.n:g} participants are impossible.")

    @property
    def risk(self) -> float:
        """Share of participants with the event, 0 to 1."""
        return self.events / self.n

    @property
    def complement(self) -> "Counts":
        """The participants without the event."""
        return Counts(self.n - self.events, self.n)


@dataclass(frozen=True, slots=True)
class Means:
    """Mean of one arm in the outcome's unit, with whatever spread was reported.

    ``se`` may be given without ``n`` where the size of the arm was not printed. A given
    ``se`` is used as printed.
    """

    mean: float
    n: float | None
    sd: float | None = None
    se: float | None = None

    def __post_init__(self) -> None:
        """Raise an error for impossible numbers."""
        require_measurable(self.mean, "A mean")
        if self.n is not None and require_countable(self.n, "A number of participants") <= 0:
            raise TooFewParticipantsError("An arm has at least one participant.")
        for name, spread in (("standard deviation", self.sd), ("standard error", self.se)):
            if spread is not None and require_measurable(spread, f"A {name}") < 0:
                raise ImpossibleNumberError(f"A {name} is never negative; {spread:g} was given.")

    @property
    def standard_error(self) -> float:
        """Standard error of the mean, as given or sd / sqrt(n). Raises NoSpreadError and TooFewParticipantsError."""
        if self.se is not None:
            return self.se
        return self.required_sd / sqrt(self.required_n)

    @property
    def required_sd(self) -> float:
        """Standard deviation of the arm; from the standard error and n when it was not given."""
        if self.sd is not None:
            return self.sd
        if self.se is None:
            raise NoSpreadError("No standard deviation, standard error or interval was reported for one arm.")
        return self.se * sqrt(self.required_n)

    @property
    def required_n(self) -> float:
        """Participants of the arm, at least 2: one participant has no spread."""
        if self.n is None:
            raise TooFewParticipantsError("The number of participants in one arm was not reported.")
        if self.n < 2:
            raise TooFewParticipantsError("One participant has no standard deviation.")
        return self.n
