"""Words that mean the same to who searches."""

from django.db import models

from studies.models.base import FromDataSet
from studies.models.history import History


class Synonym(FromDataSet):
    """Terms of one meaning, such as "disc herniation" and "slipped disc": a search for one finds the others.

    It says nothing of medicine: terms stand together when a person who types one wants what is written with another.
    """

    slug = models.SlugField("short name", max_length=60, unique=True)
    words = models.TextField(
        "terms",
        help_text="Terms that mean the same, separated by semicolons: disc herniation; slipped disc. After > terms "
        "that are found by those before it, and do not find them: steroid > dexamethasone. The order of the words of "
        "a term, their endings, and British or American spelling do not matter.",
    )
    note = models.TextField(blank=True)
    history = History()

    class Meta:
        ordering = ["slug"]
        verbose_name = "search synonym"
        constraints = [
            models.CheckConstraint(
                name="synonym_has_two_terms",
                condition=models.Q(words__contains=";") | models.Q(words__contains=">"),
                violation_error_message="Write two terms or more, separated by semicolons.",
            )
        ]

    def __str__(self) -> str:
        return self.words
