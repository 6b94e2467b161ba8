"""Abstracts of publications, in a table of their own, because they are not ours to publish."""

from django.db import models

from studies.models.history import History
from studies.models.publication import Publication, SearchTextField
from studies.reported.text_keys import search_key


class PublicationAbstract(models.Model):
    """The abstract of one publication: shown to people who are logged in, and never part of a public query.

    ``search_text`` is the abstract without accents and case.
    """

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="abstract_record")
    text = models.TextField()
    search_text = SearchTextField(blank=True, editable=False)
    history = History(excluded_fields=["search_text"])

    class Meta:
        verbose_name = "abstract"
        constraints = [
            models.CheckConstraint(
                name="abstract_has_text",
                condition=~models.Q(text=""),
                violation_error_message="An abstract without text is no abstract: delete it instead.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def searchable_text(self) -> str:
        """What the search box of screening searches."""
        return search_key(self.text)
