"""Searches of databases and other sources: where, when and how citations were searched."""

from django.conf import settings
from django.db import models

from studies.choices import SearchMethod
from studies.models.history import History

# The database of a search until its file, or a person, names it.
DATABASE_NOT_STATED = "database not stated"


class SearchRecord(models.Model):
    """One search of one database, or of another kind of source. The files of an import are its results."""

    method = models.CharField(
        "kind of source", max_length=16, choices=SearchMethod.choices(), default=SearchMethod.DATABASE
    )
    database = models.CharField("database", max_length=120, help_text="Such as PubMed, Embase or Scopus.")
    searched_on = models.DateField("date of the search")
    query_text = models.TextField("search strategy", blank=True, help_text="The search as it was sent.")
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    history = History()

    class Meta:
        ordering = ["-searched_on", "database", "id"]
        constraints = [
            models.CheckConstraint(
                name="search_names_its_database",
                condition=~models.Q(database=""),
                violation_error_message="A search needs the name of the database that was searched.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.database}, {self.searched_on:%Y-%m-%d}"

    @property
    def names_database(self) -> bool:
        """Whether it is known which database was searched."""
        return self.database != DATABASE_NOT_STATED
