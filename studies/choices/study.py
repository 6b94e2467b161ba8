"""How a study was made, and how far its record can be trusted."""

from studies.choices.labelled_enum import LabelledEnum


class Kind(LabelledEnum):
    """What a study contributes. Only primary studies are ever counted as studies or as patients."""

    PRIMARY = "primary", "primary study"
    REVIEW = "review", "review"
    LABORATORY = "laboratory", "laboratory work"
    # Not about the spine, or read for a citation only.
    BACKGROUND = "background", "background"


class Design(LabelledEnum):
    """How a study was made, as its record states it."""

    RCT = "rct", "randomised trial"
    QUASI_RCT = "quasi-rct", "quasi-randomised trial"
    NON_RANDOMISED_CONTROLLED = "non-randomised-controlled", "non-randomised controlled study"
    PROSPECTIVE_COHORT = "prospective-cohort", "prospective cohort"
    RETROSPECTIVE_COHORT = "retrospective-cohort", "retrospective cohort"
    CASE_SERIES = "case-series", "case series"
    CASE_REPORT = "case-report", "case report"
    SYSTEMATIC_REVIEW = "systematic-review", "systematic review"
    META_ANALYSIS = "meta-analysis", "meta-analysis"
    NARRATIVE_REVIEW = "narrative-review", "narrative review"
    LABORATORY = "laboratory", "laboratory study"


REVIEW_DESIGNS = (Design.SYSTEMATIC_REVIEW, Design.META_ANALYSIS, Design.NARRATIVE_REVIEW)
NOT_PRIMARY_DESIGNS = (*REVIEW_DESIGNS, Design.LABORATORY)


class Allocation(LabelledEnum):
    """What was given to one arm or the other; it decides the standard error (Cochrane Handbook, chapter 23)."""

    # Each person to one arm. Also where the record names nothing else.
    PARALLEL = "parallel", "each person to one arm"
    # Each person to every arm, one after the other.
    CROSSOVER = "crossover", "crossover: each person to every arm in turn"
    # Clinics, wards or other groups of people as a whole.
    CLUSTER = "cluster", "cluster: whole groups of people"
    # Sides or levels of one body, or people matched one to one.
    PAIRED = "paired", "paired: two sides of one person, or matched people"

    @property
    def is_paired(self) -> bool:
        """Whether both arms hold the same people, or a match of each."""
        return self in (Allocation.CROSSOVER, Allocation.PAIRED)


class StudyStatus(LabelledEnum):
    """Who can see a study, and whether its numbers are verified."""

    DRAFT = "draft", "draft"
    # Loaded or typed in, shown with that mark.
    UNVERIFIED = "unverified", "unverified"
    SIGNED_OFF = "signed-off", "signed off"


class ReadAs(LabelledEnum):
    """The kind of text from which a number was extracted."""

    ABSTRACT = "abstract", "abstract"
    FULL_TEXT = "full-text", "full text"
    POSTER = "poster", "poster"
    NEWS = "news", "news report"
    # An account by other authors.
    SECONDARY = "secondary", "secondary account"


class Blinding(LabelledEnum):
    """Who did not know the treatment, coded from the text of the record."""

    DOUBLE = "double-blind", "double-blind"
    SINGLE = "single-blind", "single-blind"
    ASSESSOR = "assessor-blind", "assessor-blind"
    OPEN = "open-label", "open label"
    NOT_REPORTED = "not-reported", "not reported"
