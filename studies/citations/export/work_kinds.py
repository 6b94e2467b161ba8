"""What kind of work a publication is, in the words of each citation format."""

from dataclasses import dataclass

from studies.choices import PublicationType


@dataclass(frozen=True, slots=True)
class WorkKind:
    """One kind of work. Of each format the first word is the usual one; words of other formats are ``also``."""

    bibtex: tuple[str, ...]
    ris: tuple[str, ...]
    csl: tuple[str, ...]
    form: PublicationType = PublicationType.OTHER
    also: tuple[str, ...] = ()


_OTHER = WorkKind(("misc",), ("GEN",), ("document",))
_ARTICLE = WorkKind(
    ("article",),
    ("JOUR", "JFULL", "EJOUR", "INPR"),
    ("article-journal",),
    PublicationType.JOURNAL_ARTICLE,
    ("journal-article", "journal article", "suppperiodical"),
)
# A paper of a conference printed in full; its abstract has a row of its own, because RIS has a word for it.
_CONFERENCE_PAPER = WorkKind(
    ("inproceedings", "conference"),
    ("CPAPER",),
    ("paper-conference",),
    PublicationType.CONFERENCE_ABSTRACT,
    ("proceedings-article", "conference paper"),
)
_CONFERENCE_ABSTRACT = WorkKind(
    ("inproceedings",), ("ABST",), ("paper-conference", "speech"), PublicationType.CONFERENCE_ABSTRACT
)
_THESIS = WorkKind(
    ("phdthesis", "mastersthesis", "thesis"), ("THES",), ("thesis",), PublicationType.THESIS, ("dissertation",)
)
_REPORT = WorkKind(
    ("techreport", "report"), ("RPRT",), ("report",), PublicationType.TECHNICAL_REPORT, ("technical report",)
)
_CHAPTER = WorkKind(
    ("incollection", "inbook", "bookinbook", "suppbook", "suppcollection"),
    ("CHAP", "ECHAP"),
    ("chapter",),
    PublicationType.BOOK_CHAPTER,
    ("book-chapter", "book section"),
)
# The first row with the word of an entry counts.
_KINDS = (
    _ARTICLE,
    WorkKind(("article",), ("MGZN",), ("article-magazine",), PublicationType.JOURNAL_ARTICLE),
    WorkKind(("article",), ("NEWS",), ("article-newspaper",)),
    WorkKind(("book", "mvbook"), ("BOOK", "EBOOK"), ("book",), PublicationType.BOOK_CHAPTER, ("monograph",)),
    WorkKind(
        ("collection", "mvcollection", "reference", "mvreference"),
        ("EDBOOK",),
        ("book",),
        PublicationType.BOOK_CHAPTER,
        ("edited-book",),
    ),
    WorkKind(("booklet",), ("PAMP",), ("pamphlet",)),
    _CHAPTER,
    WorkKind(("inreference",), ("ENCYC", "DICT"), ("entry-encyclopedia", "entry-dictionary", "entry")),
    _CONFERENCE_PAPER,
    _CONFERENCE_ABSTRACT,
    WorkKind(("proceedings", "mvproceedings"), ("CONF",), ("paper-conference",), PublicationType.CONFERENCE_ABSTRACT),
    _THESIS,
    _REPORT,
    WorkKind(("periodical",), ("SER",), ("periodical",)),
    WorkKind(("unpublished",), ("UNPB", "MANSCPT"), ("manuscript",), also=("preprint", "posted-content")),
    WorkKind(("online", "electronic", "www"), ("ELEC", "BLOG", "WEB"), ("webpage", "post-weblog", "post")),
    WorkKind(("dataset",), ("DATA", "AGGR", "DBASE"), ("dataset",)),
    WorkKind(("software",), ("COMP",), ("software",)),
    WorkKind(("patent",), ("PAT",), ("patent",)),
    WorkKind(("video", "movie"), ("VIDEO", "MPCT", "ADVS"), ("motion_picture", "broadcast")),
    WorkKind(("audio", "music"), ("SOUND", "MUSIC"), ("song",)),
    WorkKind(("artwork", "image"), ("ART", "FIGURE"), ("graphic", "figure")),
    WorkKind(("legislation", "legal"), ("STAT", "BILL"), ("legislation", "bill", "regulation")),
    WorkKind(("jurisdiction",), ("CASE", "LEGAL"), ("legal_case",)),
    WorkKind(("standard",), ("STAND",), ("standard",)),
    WorkKind(("letter",), ("PCOMM", "ICOMM"), ("personal_communication",)),
    WorkKind(("review",), ("JOUR",), ("review", "review-book"), PublicationType.JOURNAL_ARTICLE),
    WorkKind(("misc", "manual", "bibnote", "commentary", "performance"), ("GEN",), ("document", "performance")),
)
_BY_FORM = {
    PublicationType.JOURNAL_ARTICLE.value: _ARTICLE,
    PublicationType.CONFERENCE_ABSTRACT.value: _CONFERENCE_ABSTRACT,
    PublicationType.CONFERENCE_POSTER.value: _CONFERENCE_ABSTRACT,
    PublicationType.THESIS.value: _THESIS,
    PublicationType.TECHNICAL_REPORT.value: _REPORT,
    PublicationType.BOOK_CHAPTER.value: _CHAPTER,
}


def _words(kind: WorkKind) -> tuple[str, ...]:
    return tuple(word.lower() for word in (*kind.bibtex, *kind.ris, *kind.csl, *kind.also))


_BY_WORD = {word: kind for kind in reversed(_KINDS) for word in _words(kind)}


def work_kind(entry_type: str, form: str) -> WorkKind:
    """The kind of a publication: by the type in its citation file, unless its own type, ``form``, contradicts it.

    >>> work_kind("book", "book-chapter").ris, work_kind("misc", "thesis").csl, work_kind("BLOG", "other").bibtex
    (('BOOK', 'EBOOK'), ('thesis',), ('online', 'electronic', 'www'))
    """
    named = _BY_WORD.get(entry_type.lower())
    by_form = _BY_FORM.get(form)
    if named and (by_form is None or named.form is by_form.form):
        return named
    return by_form or named or _OTHER


def word_of(words: tuple[str, ...], entry_type: str) -> str:
    """The word of a kind in one format: that of the entry where the format has it, else the usual one.

    >>> word_of(("phdthesis", "mastersthesis"), "MastersThesis"), word_of(("THES",), "mastersthesis")
    ('mastersthesis', 'THES')
    """
    return next((word for word in words if word.lower() == entry_type.lower()), words[0])
