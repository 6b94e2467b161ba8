"""The index of the search: it follows from other records, so it is in no backup and can be made again at any time.

The words themselves lie in a table of the database's own kind: ``studies/search/token_table.py``.
"""

from django.db import models

from studies.choices import Design
from studies.models.condition import Condition
from studies.models.study import LONGEST_SLUG, Study


class SearchDocument(models.Model):
    """What is searched of one study, and by what hits are ordered and counted. A draft has none.

    ``weight`` orders hits of a query that nothing else orders: the higher, the earlier. A year or a number of people
    that is not known is 0.
    """

    study = models.OneToOneField(Study, models.DO_NOTHING, related_name="+", db_constraint=False)
    slug = models.CharField(max_length=LONGEST_SLUG)
    design = models.CharField(max_length=30, choices=Design.choices())
    condition = models.ForeignKey(Condition, models.DO_NOTHING, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.slug


class SearchComparison(models.Model):
    """What two arms of an indexed study compare, in patients with a condition; each once."""

    study = models.ForeignKey(Study, models.DO_NOTHING, related_name="+", db_constraint=False)
    condition = models.ForeignKey(Condition, models.DO_NOTHING, related_name="+", db_constraint=False)
    comparison = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.comparison


class SearchNote(models.Model):
    """A study that has changed since it was indexed. Only database triggers write notes, one in each transaction."""

    study_id = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"study {self.study_id}"


class SearchWord(models.Model):
    """A word as it is written in what everybody may see, for "did you mean". It may outlive its last study."""

    word = models.CharField(max_length=60, unique=True)
    length = models.PositiveSmallIntegerField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word
