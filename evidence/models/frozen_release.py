"""Releases: public states that are frozen and can be cited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from studies.numerics.calendar_day import day_text


class Release(models.Model):
    """A public state as it was at one moment: its number, what it holds and a digest of all of it.

    The database itself refuses a number that does not follow the last one, and every later change.
    """

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField("state of")
    # Empty: the command line.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    data_version = models.BigIntegerField("data version", help_text="The number of the state that was read.")
    last_search = models.CharField("last search of databases", max_length=300, blank=True)
    studies = models.PositiveIntegerField()
    findings = models.PositiveIntegerField()
    digest = models.CharField("SHA-256 of the release", max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                name="releases_are_counted_from_one",
                condition=Q(number__gte=1),
                violation_error_message="The first release has number 1.",
            ),
            models.CheckConstraint(
                name="release_has_a_digest",
                condition=~Q(digest=""),
                violation_error_message="A release has a SHA-256.",
            ),
        ]

    def __str__(self) -> str:
        return f"Release {self.number} of {day_text(self.made_at)}"

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.number])

    @property
    def in_sentence(self) -> str:
        """Its name within a sentence."""
        return f"r{str(self)[1:]}"


class FrozenContent(models.Model):
    """What some file of a release holds, once for all files that hold the same: compressed, by its SHA-256."""

    digest = models.CharField("SHA-256", max_length=64, primary_key=True)
    compressed = models.BinaryField()
    size = models.PositiveIntegerField("size in bytes, not compressed")

    def __str__(self) -> str:
        return self.digest[:12]


class FrozenFile(models.Model):
    """One file of a release: a page, its data, a style sheet, the archive, or the records of one study.

    ``path`` is the address that it was read from, or begins with "state/" for records that no address shows alone.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    path = models.CharField(max_length=400)
    title = models.CharField(max_length=400, blank=True)
    media_type = models.CharField(max_length=100)
    styles = models.JSONField("style sheets of the page", default=list, blank=True)
    content = models.ForeignKey(FrozenContent, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "path"],
                name="file_of_a_release_has_one_content",
                violation_error_message="The release has a file of this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.path


class ReleaseRequest(models.Model):
    """An admin's request for a release, which a worker makes: how far it is, and how it ended."""

    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    note = models.TextField(blank=True)
    # Of the work: when its worker last wrote here, the files read so far, and of how many.
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    n_done = models.PositiveIntegerField(default=0)
    n_expected = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField("waits or is being made", default=True)
    error = models.TextField(blank=True)
    release = models.OneToOneField(Release, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"],
                condition=Q(is_open=True),
                name="one_release_is_made_at_a_time",
                violation_error_message="A release is being made.",
            ),
        ]

    def __str__(self) -> str:
        return f"requested on {day_text(self.requested_at)}"
