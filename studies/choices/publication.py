"""Papers and records, and their way into the evidence."""

from studies.choices.labelled_enum import LabelledEnum


class PublicationType(LabelledEnum):
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
    # A citation file has more types than this list; its own type is stored too.
    OTHER = "other", "other or not stated"


class PublicationRole(LabelledEnum):
    """What a publication is to its study."""

    MAIN_REPORT = "main-report", "main report"
    FURTHER_REPORT = "further-report", "further report"
    PROTOCOL = "protocol", "protocol"
    ERRATUM = "erratum", "erratum"


class Screening(LabelledEnum):
    """The screening status of a publication."""

    UNSCREENED = "unscreened", "not yet screened"
    INCLUDED = "included", "included"
    EXCLUDED = "excluded", "excluded"
    # Read for a method or a threshold, not for evidence on ozone.
    METHODS_SOURCE = "methods-source", "source of methods"


class Retraction(LabelledEnum):
    """Whether a publication was retracted. Loaded publications start as not checked."""

    NOT_CHECKED = "not-checked", "not checked"
    NOT_RETRACTED = "not-retracted", "checked, not retracted"
    CONCERN = "expression-of-concern", "expression of concern"
    RETRACTED = "retracted", "retracted"


class UrlKind(LabelledEnum):
    """How lasting a publication's address is."""

    DOI = "doi", "DOI"
    PUBMED = "pubmed", "PubMed"
    PUBLISHER = "publisher", "publisher's page"
    REPOSITORY = "repository", "repository"
    INDEX_RECORD = "index-record", "index record"
    TITLE_SEARCH = "title-search", "title search (no identifier seen)"
    DOCUMENT_COPY = "document-copy", "copy of the document (no better address seen)"


class ScreeningStage(LabelledEnum):
    """What a person had before them when they screened."""

    TITLE_ABSTRACT = "title-abstract", "title and abstract"
    FULL_TEXT = "full-text", "full text"


class ExclusionReason(LabelledEnum):
    """Why a publication is not part of the evidence, as the flow diagram counts it."""

    NOT_OZONE = "not-ozone", "not about ozone therapy"
    NOT_BACK_PAIN = "not-back-pain", "not about back pain"
    NOT_A_STUDY = "not-a-study", "not a study (opinion, letter, protocol, news)"
    NO_OUTCOME = "no-outcome", "no outcome of patients"
    ANIMAL_OR_LABORATORY = "animal-or-laboratory", "animal or laboratory study"
    DUPLICATE = "duplicate", "duplicate report"
    NOT_RETRIEVED = "not-retrieved", "the report could not be retrieved"
    RETRACTED = "retracted", "retracted"
    OTHER = "other", "another reason"


class NoticeKind(LabelledEnum):
    """What a notice in a retraction database says of a publication."""

    RETRACTION = "retraction", "retraction"
    CONCERN = "expression-of-concern", "expression of concern"
    CORRECTION = "correction", "correction"
    REINSTATEMENT = "reinstatement", "reinstatement"
