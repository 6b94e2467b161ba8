"""Imports: citation files, the verdict on each of their entries, and what people decided about them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from studies.choices import Decision, ImportState, ImportVerdict
from studies.models.publication import Publication
from studies.models.search_record import SearchRecord

VERDICTS = [(verdict.value, verdict.value) for verdict in ImportVerdict]
# The states in which a worker is needed or at work.
AT_WORK = (ImportState.WAITING, ImportState.READING, ImportState.APPLYING)


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def in_progress(self) -> "ImportBatchQuerySet":
        """Imports that wait for a worker or are being worked on."""
        return self.filter(state__in=AT_WORK)


class ImportBatch(models.Model):
    """Citation files that were sent together, from their upload to the result; it stays even when it is undone."""

    # The sender's name of the first file, and how many others came with it: shown, never used as a path.
    file_name = models.CharField("name", max_length=200)
    # The bytes of all files together.
    size = models.PositiveBigIntegerField()
    # Why all files were refused, or why the work on them stopped.
    error = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices(), default=ImportState.WAITING, db_index=True)
    n_expected = models.PositiveIntegerField(default=0)
    n_done = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    # The highest publication when the plan was made; later ones are searched when the plan is applied.
    known_up_to = models.BigIntegerField(default=0)
    # The worker that has it now, and when that one last wrote.
    worker = models.CharField(max_length=40, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return f"{self.file_name} ({self.sent_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def is_in_progress(self) -> bool:
        return self.state in AT_WORK


class ImportFile(models.Model):
    """One citation file, or pasted text, of an import. ``position`` counts from 1."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    # The sender's name of the file: shown, never used as a path.
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=24, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    notes = models.JSONField(default=list)
    # Why the file was refused; the other files of its import are read all the same.
    error = models.TextField(blank=True)
    search = models.ForeignKey(SearchRecord, models.SET_NULL, null=True, blank=True, related_name="files")

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"],
                name="import_file_has_its_position",
                violation_error_message="The import has a file at this position already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FileContent(models.Model):
    """The bytes of a file until they have been read; compressed, and deleted afterwards."""

    file = models.OneToOneField(ImportFile, models.CASCADE, primary_key=True, related_name="content")
    compressed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.file)


class ImportedEntry(models.Model):
    """One entry of a file, its verdict, and what became of it.

    ``index`` counts the entries of all files of the import, ``line`` the lines of its own file, both from 1.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="entries")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="entries")
    index = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=200, blank=True)
    original = models.TextField()
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    reasons = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    hint = models.TextField(blank=True)
    score = models.FloatField(null=True, blank=True)
    title = models.TextField(blank=True)
    # The candidate of the entry, by field; empty when unreadable.
    candidate = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    duplicate_of_index = models.PositiveIntegerField(null=True, blank=True)
    duplicate_of = models.ForeignKey(Publication, models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices(), blank=True)
    # The fields that the person who decided "the same" copied from the entry.
    fields_taken = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # The result: the publication created or joined, and the values replaced, as [before, after] by field.
    applied = models.BooleanField(default=False)
    publication = models.ForeignKey(Publication, models.SET_NULL, null=True, blank=True, related_name="entries")
    made_publication = models.BooleanField(default=False)
    replaced = models.JSONField(default=dict)

    class Meta:
        ordering = ["batch", "index"]
        verbose_name_plural = "imported entries"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "index"],
                name="imported_entry_stands_once_in_its_file",
                violation_error_message="The import has this entry already.",
            )
        ]
        indexes = [models.Index(fields=["batch", "verdict", "applied"], name="imported_entry_by_verdict")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.title[:60] or self.key or self.original[:60]}"

    @property
    def is_open(self) -> bool:
        """Whether a person must still decide on it."""
        return self.verdict == ImportVerdict.POSSIBLE and not self.decision

    def candidate_value(self, name: str) -> Any:
        """A field of the candidate; None where the entry is unreadable."""
        return self.candidate.get(name)


class NotTheSame(models.Model):
    """A person's decision that an entry is another work than a similar publication. Later imports follow it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="told_apart_from")
    fingerprint = models.CharField(max_length=64)
    entry = models.ForeignKey(ImportedEntry, models.SET_NULL, null=True, blank=True, related_name="+")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = "pair of different works"
        verbose_name_plural = "pairs of different works"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "fingerprint"],
                name="not_the_same_is_said_once",
                violation_error_message="This decision is already stored.",
            )
        ]

    def __str__(self) -> str:
        return f"not {self.publication}"
