"""Words of curation: source documents, requests to authors, criteria, retrieval of full texts."""

from studies.choices.labelled_enum import LabelledEnum


class DocumentKind(LabelledEnum):
    """What a source document is, as its content says."""

    PDF = "pdf", "PDF"
    HTML = "html", "web page"
    TEXT = "text", "plain text"


class DocumentState(LabelledEnum):
    """Whether the pages of a source document have been read."""

    WAITING = "waiting", "waiting to be read"
    READING = "reading", "being read"
    READY = "ready", "ready"
    FAILED = "failed", "could not be read"


class RequestState(LabelledEnum):
    """The state of a request to the authors of a study."""

    DRAFTED = "drafted", "written, not sent"
    SENT = "sent", "sent"
    REMINDED = "reminded", "sent again"
    ANSWERED = "answered", "answered with numbers"
    DECLINED = "declined", "answered without numbers"
    NO_ANSWER = "no-answer", "no answer"


class CriterionKind(LabelledEnum):
    """Whether a study that fits a criterion is included or excluded."""

    INCLUDE = "include", "include"
    EXCLUDE = "exclude", "exclude"


class Retrieval(LabelledEnum):
    """Whether the full text of a report was sought, and had (PRISMA 2020)."""

    SOUGHT = "sought", "sought"
    RETRIEVED = "retrieved", "retrieved"
    NOT_RETRIEVED = "not-retrieved", "not retrieved"


class SearchMethod(LabelledEnum):
    """How records were identified (the boxes of PRISMA 2020)."""

    DATABASE = "database", "database"
    REGISTER = "register", "trial register"
    WEBSITE = "website", "website"
    ORGANISATION = "organisation", "organisation"
    CITATION = "citation", "citation searching"
    OTHER = "other", "other method"
    PREVIOUS = "previous", "previous version of this review"


class EffectOfInterest(LabelledEnum):
    """The effect whose risk of bias is assessed (RoB 2)."""

    ASSIGNMENT = "assignment", "assignment to intervention"
    ADHERENCE = "adherence", "adhering to intervention"
