"""Source documents of studies: the files that numbers are read from, kept for curators only."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from studies.choices import DocumentKind, DocumentState, ExtractionState
from studies.models.extraction import Extraction
from studies.models.row_field import NamesRowField, names_one_row
from studies.models.study import Study


class DocumentContent(models.Model):
    """The content of a file, kept once however many studies it is attached to.

    Its bytes lie in pieces; a web page is kept as text alone.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField("bytes")
    kind = models.CharField(max_length=4, choices=DocumentKind.choices())
    state = models.CharField(max_length=8, choices=DocumentState.choices(), default=DocumentState.WAITING)
    # Why its pages could not be read.
    error = models.TextField(blank=True)
    n_pages = models.PositiveIntegerField("pages", default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "content of a source document"
        verbose_name_plural = "contents of source documents"

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"

    @property
    def is_waiting(self) -> bool:
        """Whether its pages are still to be read."""
        return self.state in (DocumentState.WAITING, DocumentState.READING)


class ContentPiece(models.Model):
    """A piece of the bytes of a file. ``position`` counts from 1."""

    content = models.ForeignKey(DocumentContent, models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["content", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "position"],
                name="content_piece_has_its_position",
                violation_error_message="The file has this piece already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content}, piece {self.position}"


class DocumentPage(models.Model):
    """One page: its size in points, its text, its words with places, and its picture.

    ``words`` holds ``[text, left, top, right, bottom]`` in points from the top left; none where the page has no text
    or is not of a PDF.
    """

    content = models.ForeignKey(DocumentContent, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    width = models.FloatField(default=0)
    height = models.FloatField(default=0)
    text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    picture = models.BinaryField(null=True)

    class Meta:
        ordering = ["content", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "number"],
                name="document_page_has_its_number",
                violation_error_message="The document has this page already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content}, page {self.number}"


class SourceDocument(models.Model):
    """A file attached to a study, under the name that its sender gave it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="documents")
    content = models.ForeignKey(DocumentContent, models.CASCADE, related_name="documents")
    # Shown, never used as a path.
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "content"],
                name="document_is_attached_once",
                violation_error_message="This file is attached to the study already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SourceMarkQuerySet(models.QuerySet["SourceMark"]):
    """Marks by what a person may see of them."""

    def visible_to(self, person: User) -> "SourceMarkQuerySet":
        """The person's own; and others', unless the person is extracting the study without their numbers."""
        unfinished = Extraction.objects.filter(study=OuterRef("study"), by=person, state=ExtractionState.OPEN)
        return self.filter(Q(made_by=person) | ~Exists(unfinished))


class SourceMark(NamesRowField):
    """The place in a source document where a number, or a whole row, was read, and the words there.

    The quote and the page stay when the document is removed. A place on a PDF page is a box in points from the top
    left; in text it is a range of letters of the page.
    """

    document = models.ForeignKey(SourceDocument, models.SET_NULL, null=True, blank=True, related_name="marks")
    page = models.PositiveIntegerField()
    left = models.FloatField(null=True, blank=True)
    top = models.FloatField(null=True, blank=True)
    right = models.FloatField(null=True, blank=True)
    bottom = models.FloatField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.CharField(max_length=400)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = SourceMarkQuerySet.as_manager()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            names_one_row("source_mark_names_one_row"),
            models.CheckConstraint(
                name="source_mark_has_one_place",
                condition=Q(
                    left__isnull=False,
                    right__isnull=False,
                    top__isnull=False,
                    bottom__isnull=False,
                    left__lte=F("right"),
                    top__lte=F("bottom"),
                    start__isnull=True,
                    end__isnull=True,
                    page__gte=1,
                )
                | Q(
                    left__isnull=True,
                    top__isnull=True,
                    right__isnull=True,
                    bottom__isnull=True,
                    start__isnull=False,
                    end__isnull=False,
                    start__lt=F("end"),
                    page__gte=1,
                ),
                violation_error_message="A mark is a box on a page, or a range of letters.",
            ),
            models.CheckConstraint(
                name="source_mark_has_a_quote",
                condition=~Q(quote=""),
                violation_error_message="A mark quotes the words at its place.",
            ),
        ]

    def __str__(self) -> str:
        return f"page {self.page}: {self.quote[:60]}"
