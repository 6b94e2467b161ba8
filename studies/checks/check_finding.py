"""What a check found, and how the same finding is recognised later."""

from dataclasses import dataclass
from hashlib import sha256

from studies.choices import Severity


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One inconsistency, in a sentence, with the arithmetic that shows it.

    ``study`` is a slug, ``arm`` and ``result`` are primary keys (none: the finding is about more than one, or about
    none); ``field`` is the column concerned, as in a data query. ``measure`` (a slug), ``timepoint_label`` and
    ``part`` name the rows as a data query does. ``where`` says the same to a person. ``about`` holds the rows and
    their values: an answer to a finding holds for these values and no others.
    """

    check: str
    severity: Severity
    sentence: str
    arithmetic: str
    study: str
    arm: int | None
    result: int | None
    field: str
    measure: str = ""
    timepoint_label: str = ""
    part: str = ""
    where: str = ""
    about: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same as long as check, rows, field and the rows' values are the same; other trials do not count."""
        content = "\n".join((self.study, self.field, *self.about))
        return f"{self.check}:{sha256(content.encode()).hexdigest()[:32]}"
