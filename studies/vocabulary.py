"""The closed lists of words in which studies are described.

Every word has a *value*, as it stands in the data set and in addresses, and a *label*, as a reader sees it.
A word that is not listed here is refused at the door; a new word is a new line here, never an ``if`` elsewhere.
"""

from enum import StrEnum


class Vocabulary(StrEnum):
    """A closed list of words, each with the label that a reader sees."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Vocabulary":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, in the order written."""
        return [(word.value, word.label) for word in cls]


class Kind(Vocabulary):
    """What a study contributes. Only primary studies are ever counted as studies or as patients."""

    PRIMARY = "primary", "primary study"
    REVIEW = "review", "review"
    LABORATORY = "laboratory", "laboratory work"
    # Not about the spine, or read for a citation only.
    BACKGROUND = "background", "background"


class Design(Vocabulary):
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


class Standing(Vocabulary):
    """Who may see a study, and how far its numbers have been vouched for."""

    DRAFT = "draft", "draft"
    # Loaded or typed in, shown with that mark.
    UNVERIFIED = "unverified", "unverified"
    SIGNED_OFF = "signed-off", "signed off"


class ReadAs(Vocabulary):
    """What was read when a number was taken down."""

    ABSTRACT = "abstract", "abstract"
    FULL_TEXT = "full-text", "full text"
    POSTER = "poster", "poster"
    NEWS = "news", "news report"
    # Somebody else's account of the work.
    SECONDARY = "secondary", "secondary account"


class PublicationType(Vocabulary):
    """The form in which a work was published."""

    JOURNAL_ARTICLE = "journal-article", "journal article"
    CONFERENCE_ABSTRACT = "conference-abstract", "conference abstract"
    CONFERENCE_POSTER = "conference-poster", "conference poster"
    THESIS = "thesis", "thesis"
    TECHNICAL_REPORT = "technical-report", "technical report"
    BOOK_CHAPTER = "book-chapter", "book chapter"
    EVIDENCE_ANSWER = "evidence-answer", "evidence answer"
    SECONDARY_SUMMARY = "secondary-summary", "secondary summary"
    REPOSITORY_RECORD = "repository-record", "repository record"
    REGULATION = "regulation", "regulation or official document"
    # A citation file has more words for forms than this list; its own word is kept beside.
    OTHER = "other", "other or not stated"


class PublicationRole(Vocabulary):
    """What a publication is to its study."""

    MAIN_REPORT = "main-report", "main report"
    FURTHER_REPORT = "further-report", "further report"
    PROTOCOL = "protocol", "protocol"
    ERRATUM = "erratum", "erratum"


class Screening(Vocabulary):
    """Where a publication stands on its way into the evidence."""

    UNSCREENED = "unscreened", "not yet screened"
    INCLUDED = "included", "included"
    EXCLUDED = "excluded", "excluded"
    # Read for a method or a threshold, not for evidence on ozone.
    METHODS_SOURCE = "methods-source", "source of methods"


class ImportState(Vocabulary):
    """Where an import stands, from the upload to its receipt."""

    WAITING = "waiting", "waiting to be read"
    READING = "reading", "being read"
    PLANNED = "planned", "ready to be applied"
    APPLYING = "applying", "being applied"
    APPLIED = "applied", "applied"
    UNDONE = "undone", "undone"
    CANCELLED = "cancelled", "cancelled"
    REFUSED = "refused", "refused as a whole"


class Decision(Vocabulary):
    """What a person said of a possible duplicate."""

    SAME = "same", "the same publication"
    DIFFERENT = "different", "not the same"


class Retraction(Vocabulary):
    """Whether a publication has been withdrawn. The first word is the truth about every loaded one."""

    NOT_CHECKED = "not-checked", "not checked"
    NOT_RETRACTED = "not-retracted", "checked, not retracted"
    CONCERN = "expression-of-concern", "expression of concern"
    RETRACTED = "retracted", "retracted"


class UrlKind(Vocabulary):
    """How lasting a publication's address is."""

    DOI = "doi", "DOI"
    PUBMED = "pubmed", "PubMed"
    PUBLISHER = "publisher", "publisher's page"
    REPOSITORY = "repository", "repository"
    INDEX_RECORD = "index-record", "index record"
    TITLE_SEARCH = "title-search", "title search (no identifier seen)"
    DOCUMENT_COPY = "document-copy", "copy of the document (no better address seen)"


class Blinding(Vocabulary):
    """Who did not know the treatment, coded from the wording of the record."""

    DOUBLE = "double-blind", "double-blind"
    SINGLE = "single-blind", "single-blind"
    ASSESSOR = "assessor-blind", "assessor-blind"
    OPEN = "open-label", "open label"
    NOT_REPORTED = "not-reported", "not reported"


class ArmRole(Vocabulary):
    """Whether an arm received ozone."""

    OZONE = "ozone", "ozone"
    COMPARATOR = "comparator", "comparator"


class Intervention(Vocabulary):
    """An arm's treatment in one word, for browsing. The rules go by components."""

    OZONE = "ozone", "ozone"
    OZONE_STEROID = "ozone+steroid", "ozone and steroid"
    SHAM = "sham", "sham"
    STEROID = "steroid", "steroid"
    LOCAL_ANAESTHETIC = "local-anaesthetic", "local anaesthetic"
    DISCECTOMY = "discectomy", "discectomy"
    RADIOFREQUENCY = "radiofrequency", "radiofrequency"
    PHYSIOTHERAPY = "physiotherapy", "physiotherapy"
    MEDICATION = "medication", "medication"
    LASER = "laser", "laser"
    COLLAGENASE = "collagenase", "collagenase"
    PRP = "prp", "platelet-rich plasma"
    OTHER = "other", "other"


class Family(Vocabulary):
    """Kinds of component that are one treatment when two arms are compared."""

    OZONE = "ozone", "ozone"
    SHAM = "sham", "sham"
    # What an injection is dissolved in or carried by: no treatment of its own beside ozone.
    VEHICLE = "vehicle", "vehicle"
    STEROID = "steroid", "steroid"
    DISCECTOMY = "discectomy", "discectomy"
    PROCEDURE = "procedure", "other procedure"
    PHYSIOTHERAPY = "physiotherapy", "physiotherapy"
    MEDICATION = "medication", "medication"
    NOT_STATED = "not-stated", "not stated"


class ComponentName(Vocabulary):
    """Everything an arm can receive that could act, each of one family."""

    family: Family

    def __new__(cls, value: str, label: str = "", family: Family = Family.NOT_STATED) -> "ComponentName":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.family = family
        return word

    OZONE = "ozone", "ozone", Family.OZONE
    SHAM = "sham", "sham injection", Family.SHAM
    LOCAL_ANAESTHETIC = "local-anaesthetic", "local anaesthetic", Family.VEHICLE
    OXYGEN = "oxygen", "oxygen", Family.VEHICLE
    SALINE = "saline", "saline", Family.VEHICLE
    EPIDURAL_SALINE = "epidural-saline", "epidural saline", Family.VEHICLE
    DISTILLED_WATER = "distilled-water", "distilled water", Family.VEHICLE
    STEROID = "steroid", "steroid", Family.STEROID
    DISCECTOMY = "discectomy", "discectomy", Family.DISCECTOMY
    ENDOSCOPIC_DISCECTOMY = "endoscopic-discectomy", "endoscopic discectomy", Family.DISCECTOMY
    PERCUTANEOUS_DISCECTOMY = "percutaneous-discectomy", "percutaneous discectomy", Family.DISCECTOMY
    RADIOFREQUENCY = "radiofrequency", "radiofrequency", Family.PROCEDURE
    PLASMA_ABLATION = "plasma-ablation", "plasma ablation", Family.PROCEDURE
    LASER = "laser", "laser", Family.PROCEDURE
    COLLAGENASE = "collagenase", "collagenase", Family.PROCEDURE
    PRP = "prp", "platelet-rich plasma", Family.PROCEDURE
    HYALURONIDASE = "hyaluronidase", "hyaluronidase", Family.PROCEDURE
    NEEDLE = "acupuncture-or-needle", "acupuncture or needling", Family.PROCEDURE
    PHYSIOTHERAPY = "physiotherapy", "physiotherapy", Family.PHYSIOTHERAPY
    EXERCISE = "exercise", "exercise", Family.PHYSIOTHERAPY
    TECAR = "tecar", "Tecar diathermy", Family.PHYSIOTHERAPY
    TENS = "tens", "TENS", Family.PHYSIOTHERAPY
    INFRARED = "infrared", "infrared", Family.PHYSIOTHERAPY
    MEDICATION = "medication", "medication", Family.MEDICATION
    SUPPLEMENT = "supplement", "food supplement", Family.MEDICATION
    # Conservative treatment that the record does not name.
    USUAL_CARE = "usual-care", "usual care", Family.MEDICATION
    NOT_STATED = "not-stated", "not stated", Family.NOT_STATED


class Route(Vocabulary):
    """Where the injection went."""

    INTRADISCAL = "intradiscal", "into the disc (intradiscal)"
    INTRADISCAL_INTRAFORAMINAL = "intradiscal+intraforaminal", "into the disc and beside the nerve root"
    INTRAFORAMINAL = "intraforaminal", "beside the nerve root (intraforaminal)"
    EPIDURAL = "epidural", "epidural"
    CAUDAL_EPIDURAL = "caudal-epidural", "caudal epidural"
    PARAVERTEBRAL = "paravertebral-intramuscular", "into the muscle beside the spine (paravertebral)"
    FACET = "facet", "facet joint"
    SYSTEMIC = "systemic", "systemic"
    OTHER = "other", "other or not stated"


class RouteGroup(Vocabulary):
    """Routes that are pooled together. The ozone arm's route decides."""

    INTRADISCAL = "intradiscal", "intradiscal"
    FORAMINAL = "foraminal", "foraminal or periradicular"
    EPIDURAL = "epidural", "epidural"
    PARAVERTEBRAL = "paravertebral", "paravertebral intramuscular"
    FACET = "facet", "facet joint"
    SYSTEMIC = "systemic", "systemic"
    # Pooled with nothing: two routes that are not stated need not be one.
    NOT_STATED = "not-stated", "route other or not stated"


ROUTE_GROUPS: dict[Route, RouteGroup] = {
    Route.INTRADISCAL: RouteGroup.INTRADISCAL,
    Route.INTRADISCAL_INTRAFORAMINAL: RouteGroup.INTRADISCAL,
    Route.INTRAFORAMINAL: RouteGroup.FORAMINAL,
    Route.EPIDURAL: RouteGroup.EPIDURAL,
    Route.CAUDAL_EPIDURAL: RouteGroup.EPIDURAL,
    Route.PARAVERTEBRAL: RouteGroup.PARAVERTEBRAL,
    Route.FACET: RouteGroup.FACET,
    Route.SYSTEMIC: RouteGroup.SYSTEMIC,
    Route.OTHER: RouteGroup.NOT_STATED,
}


class Guidance(Vocabulary):
    """The picture by which the needle was led."""

    CT = "ct", "CT"
    FLUOROSCOPY = "fluoroscopy", "fluoroscopy"
    ULTRASOUND = "ultrasound", "ultrasound"
    EPIDUROSCOPY = "epiduroscopy", "epiduroscopy"
    CT_OR_FLUOROSCOPY = "ct-or-fluoroscopy", "CT or fluoroscopy"


class Domain(Vocabulary):
    """What an outcome is about."""

    PAIN = "pain", "Pain"
    DISABILITY = "disability", "Disability"
    SUCCESS = "success", "Treatment success"
    HARM = "harm", "Harm"
    USE_OF_CARE = "use-of-care", "Use of care"
    QUALITY_OF_LIFE = "quality-of-life", "Quality of life"
    IMAGING = "imaging", "Imaging"
    OTHER = "other", "Other"


class HigherIs(Vocabulary):
    """Which way an outcome is better."""

    WORSE = "worse", "lower is better"
    BETTER = "better", "higher is better"


class ResultKind(Vocabulary):
    """Whether a result is a score or a count of people."""

    CONTINUOUS = "continuous", "score"
    DICHOTOMOUS = "dichotomous", "count of people"


class Clock(Vocabulary):
    """What week zero is."""

    START = "start", "from the start of treatment"
    END = "end", "from the end of treatment"
    NOT_STATED = "not-stated", "not stated"


class PrintedForm(Vocabulary):
    """In what form a trial printed the difference between two arms."""

    PROPORTIONS = "proportions", "proportions"
    MEANS = "means", "means"
    P_ONLY = "p-only", "p value only"
    DIRECTION_ONLY = "direction-only", "direction only"


class Direction(Vocabulary):
    """Which arm did better, from the printed text alone."""

    FAVOURS_OZONE = "favours-ozone", "favours ozone"
    NO_DIFFERENCE = "no-difference", "no difference"
    FAVOURS_COMPARATOR = "favours-comparator", "favours the comparator"
    NOT_STATED = "not-stated", "not stated"


class Relation(Vocabulary):
    """The sign before a p value."""

    EQUAL = "=", "="
    LESS = "<", "<"
    GREATER = ">", ">"
    NOT_STATED = "not-stated", "sign not stated"


class Serious(Vocabulary):
    """Whether the record calls a harm serious."""

    YES = "yes", "serious"
    NO = "no", "not serious"
    NOT_STATED = "not-stated", "seriousness not stated"


class DenominatorKind(Vocabulary):
    """Of whom a harm was counted. Only people treated give a rate."""

    TREATED = "treated", "people treated"
    OPERATED_LATER = "operated-later", "people operated on later: no rate of harm follows"
    CASE_REPORT = "case-report", "case report: no denominator"
    REGISTRY = "registry", "registry"
    NOT_STATED = "not-stated", "denominator not stated"


class Tool(Vocabulary):
    """By what instrument risk of bias or quality was judged."""

    ROB_1 = "cochrane-rob-1", "Cochrane risk of bias 1"
    ROB_2 = "rob-2", "RoB 2"
    JADAD = "jadad", "Jadad"
    PEDRO = "pedro", "PEDro"
    AMSTAR_2 = "amstar-2", "AMSTAR 2"
    BACK_GROUP = "cochrane-back-review-group", "Cochrane Back Review Group"
    NARRATIVE = "narrative-appraisal", "narrative appraisal"
    NOT_STATED = "not-stated", "tool not stated"


class PoolMeasure(Vocabulary):
    """The measure of a pooled result as a review printed it."""

    RR = "RR", "risk ratio"
    OR = "OR", "odds ratio"
    SMD = "SMD", "standardised mean difference"
    MD = "MD", "mean difference"
    MEAN_CHANGE = "mean-change", "mean change from baseline"
    PROPORTION = "proportion-pct", "proportion, percent"


class PoolModel(Vocabulary):
    """The model by which a review pooled."""

    RANDOM = "random-effects", "random effects"
    FIXED = "fixed-effect", "common effect"
    RANDOM_QUALITY = "random-effects-quality-weighted", "random effects, weighted by quality"
    NOT_STATED = "not-stated", "model not stated"


class PositiveIs(Vocabulary):
    """What a larger pooled estimate means."""

    FAVOURS_OZONE = "favours-ozone", "larger favours ozone"
    FAVOURS_COMPARATOR = "favours-comparator", "larger favours the comparator"
    # An uncontrolled change printed as a gain: nothing was compared.
    IMPROVEMENT = "improvement", "larger is more improvement"
    NA = "na", "a proportion, no direction"


class ClaimKind(Vocabulary):
    """What a claim is about."""

    EFFICACY = "efficacy", "benefit"
    MECHANISM = "mechanism", "mechanism"
    SAFETY = "safety", "safety"
    CITATION = "citation", "citation"
    PRACTICE = "practice", "practice"


class Verdict(Vocabulary):
    """A first judgement of a claim, to be confirmed by curators."""

    SUPPORTED = "supported", "supported"
    PARTLY_SUPPORTED = "partly-supported", "partly supported"
    NOT_SUPPORTED = "not-supported", "not supported"
    LABORATORY_ONLY = "laboratory-evidence-only", "laboratory evidence only"
    PLAUSIBLE = "plausible-untested", "plausible, untested"
    CITATION_NOT_LOCATED = "citation-not-located", "citation not located"
    OMITS_HARMS = "omits-known-harms", "omits known harms"


class CitationStatus(Vocabulary):
    """Whether the work that a claim points to was located."""

    FOUND = "found", "found"
    NEAREST_MATCH = "nearest-match", "nearest match"
    NOT_FOUND = "not-found", "not found"
    NOT_CITED = "not-cited", "nothing cited"


class ClaimSourceKind(Vocabulary):
    """Where a claim was made."""

    POPULAR_ARTICLE = "popular-article", "popular article"


class ThresholdUse(Vocabulary):
    """For what a threshold may be used. The two are never exchanged."""

    WITHIN_PERSON = "within-person", "change of one person"
    BETWEEN_GROUP = "between-group", "difference between groups"


class ChangeUnit(Vocabulary):
    """The unit of a minimal important change."""

    POINTS = "points", "points"
    PERCENT_CHANGE = "percent-change", "percent change from baseline"


class EffectBand(Vocabulary):
    """How large a difference between groups is called."""

    SMALL = "small", "small"
    MEDIUM = "medium", "medium"
    LARGE = "large", "large"


class Severity(Vocabulary):
    """How far a data query reaches."""

    # Do not use the figure as printed.
    ERROR = "error", "error"
    # The printed result is implausible: shown beside, in no pool.
    DOUBT = "doubt", "doubt"
    WARNING = "warning", "warning"
    NOTE = "note", "note"


class QueryState(Vocabulary):
    """Whether a data query still acts."""

    OPEN = "open", "open"
    ANSWERED = "answered", "answered"
    RESOLVED = "resolved", "resolved"


# Fields of a data query that do not touch the figure of a result.
QUERY_FIELDS_WITHOUT_FIGURE = frozenset({"p", "conclusion", "source", "design", "role", "overlap", "event"})
