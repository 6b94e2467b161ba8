"""Papers and records, and the citation files they came in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Q, When

from studies.choices import PublicationRole, PublicationType, Retraction, Screening, StudyStatus, UrlKind
from studies.models.base import FromDataSet, web_address
from studies.models.history import History
from studies.models.study import Study
from studies.reported.text_keys import search_key as search_key

IDENTIFIERS = ("doi", "pmid", "pmcid")
CANNOT_BE_CHECKED = "cannot be checked: no DOI or PubMed number is known"


def main_first(publications: "Iterable[Publication]") -> "list[Publication]":
    """The same as ``main_report_first``, of publications already read."""
    return sorted(publications, key=lambda each: (each.role != PublicationRole.MAIN_REPORT, each.pk))


def author_list(authors: str) -> list[str]:
    """The names in the text of a publication's authors, which are separated by semicolons."""
    return [name.strip() for name in authors.split(";") if name.strip()]


# Generic to the type checker alone.
if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


class SearchTextField(TextField):
    """The text that a search box searches, written again at every save: what ``searchable_text`` of its model says."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        setattr(model_instance, self.attname, model_instance.searchable_text())
        return super().pre_save(model_instance, add)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible(self) -> "PublicationQuerySet":
        """What a reader may see: publications of studies that are not drafts."""
        return self.filter(study__isnull=False).exclude(study__standing=StudyStatus.DRAFT)

    def main_report_first(self) -> "PublicationQuerySet":
        """Main reports before all others, each by the age of its record."""
        return self.order_by(Case(When(role=PublicationRole.MAIN_REPORT, then=0), default=1), "pk")


class Publication(FromDataSet):
    """One paper or record. Several may report one study; one without a study is unscreened or a source of methods.

    Identifiers are indexed, not unique: several works of a supplement can have one DOI.
    """

    study = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="publications")
    role = models.CharField(max_length=16, choices=PublicationRole.choices(), default=PublicationRole.MAIN_REPORT)
    entry_type = models.CharField("type in the citation file", max_length=40, blank=True)
    publication_type = models.CharField(
        max_length=20, choices=PublicationType.choices(), default=PublicationType.JOURNAL_ARTICLE
    )
    title = models.TextField()
    authors = models.TextField(
        blank=True,
        help_text="Family, Given; separated by semicolons; 'others' if the list is incomplete. Empty: not shown.",
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    journal = models.CharField(max_length=200, blank=True)
    volume = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40, blank=True)
    pages = models.CharField(max_length=60, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, db_index=True)
    pmid = models.CharField("PubMed number", max_length=12, blank=True, db_index=True)
    pmcid = models.CharField("PubMed Central number", max_length=14, blank=True, db_index=True)
    url = models.CharField("address", max_length=600, blank=True, validators=[web_address])
    url_kind = models.CharField("kind of address", max_length=14, choices=UrlKind.choices(), blank=True)
    editors = models.TextField(blank=True, default="", db_default="", help_text="Family, Given; as the authors.")
    publisher = models.CharField(max_length=200, blank=True, default="", db_default="")
    language = models.CharField(max_length=60, blank=True, default="", db_default="")
    issn = models.CharField("ISSN", max_length=60, blank=True, default="", db_default="")
    isbn = models.CharField("ISBN", max_length=80, blank=True, default="", db_default="")
    keywords = models.TextField(blank=True, default="", db_default="", help_text="Separated by semicolons.")
    citation_key = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Its name in citation files: bonetti2005.",
    )
    screening = models.CharField(max_length=16, choices=Screening.choices(), default=Screening.UNSCREENED)
    retraction = models.CharField(max_length=24, choices=Retraction.choices(), default=Retraction.NOT_CHECKED)
    retraction_checked_on = models.DateField(null=True, blank=True)
    # Title, authors, journal and identifiers without accents and case.
    search_text = SearchTextField(blank=True, editable=False)
    note = models.TextField(blank=True)
    history = History(excluded_fields=["search_text"])

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["year", "title"]
        constraints = [
            models.CheckConstraint(
                name="publication_year_is_plausible",
                condition=Q(year__isnull=True) | Q(year__range=(1800, 2200)),
                violation_error_message="The year lies between 1800 and 2200.",
            ),
            models.CheckConstraint(
                name="publication_retraction_check_has_a_date",
                condition=Q(retraction=Retraction.NOT_CHECKED) | Q(retraction_checked_on__isnull=False),
                violation_error_message="A publication that was checked for retraction needs the date of the check.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def searchable_text(self) -> str:
        """Title, authors, journal, year and identifiers as one text."""
        values = [getattr(self, name) for name in ("title", "authors", "journal", "year", *IDENTIFIERS)]
        return search_key(" ".join(str(each) for each in values if each))

    @property
    def can_be_checked(self) -> bool:
        """Whether a list of retractions can say anything of it: such lists name works by DOI and PubMed number."""
        return bool(self.doi or self.pmid)

    @property
    def retraction_text(self) -> str:
        """What is known of a retraction, with the day of the check where it was checked."""
        if not self.can_be_checked and self.retraction not in (Retraction.RETRACTED, Retraction.CONCERN):
            return CANNOT_BE_CHECKED
        day = self.retraction_checked_on
        return self.get_retraction_display() + (f", {day.day} {day:%B %Y}" if day else "")

    @property
    def is_description(self) -> bool:
        """Whether the title is in [brackets]: a description, not the title that the authors gave."""
        return self.title.startswith("[") and self.title.endswith("]")

    @property
    def display_title(self) -> str:
        return self.title[1:-1].strip() if self.is_description else self.title


class PublicationSource(FromDataSet):
    """One occurrence of a publication in a citation file, with the text and the identifiers it had there.

    ``fingerprint`` of the normalised entry is unique: the same entry read twice, or by two at once, adds nothing.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="sources")
    key = models.CharField(max_length=200, blank=True)
    original = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    doi = models.CharField("DOI", max_length=200, blank=True, default="", db_default="")
    pmid = models.CharField("PubMed number", max_length=12, blank=True, default="", db_default="")
    pmcid = models.CharField("PubMed Central number", max_length=14, blank=True, default="", db_default="")
    batch = models.ForeignKey(
        "studies.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="sources",
        help_text="The import that added it. Empty: the data set.",
    )

    class Meta:
        ordering = ["publication", "id"]

    def __str__(self) -> str:
        return self.key or self.original[:60]
