"""Claims of popular sources, and the first verdict on each."""

from django.db import models

from studies.choices import CitationStatus, ClaimKind, ClaimSourceKind, ClaimVerdict
from studies.models.base import FromDataSet
from studies.models.condition import Condition
from studies.models.history import History
from studies.models.measure import OutcomeMeasure
from studies.models.study import Study


class ClaimSource(FromDataSet):
    """The article, page or talk in which claims were made."""

    title = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=ClaimSourceKind.choices())
    history = History()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Claim(FromDataSet):
    """One claim, the work it cites, whether that could be located, and a first verdict with its reason."""

    source = models.ForeignKey(ClaimSource, models.CASCADE, related_name="claims")
    slug = models.SlugField(max_length=60, unique=True)
    text = models.TextField("claim")
    kind = models.CharField(max_length=12, choices=ClaimKind.choices())
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="claims")
    measure = models.ForeignKey(OutcomeMeasure, models.PROTECT, null=True, blank=True, related_name="claims")
    cited_work = models.CharField(max_length=200, blank=True)
    citation_status = models.CharField(max_length=16, choices=CitationStatus.choices())
    verdict = models.CharField(max_length=28, choices=ClaimVerdict.choices())
    evidence = models.ManyToManyField(Study, blank=True, related_name="claims")
    note = models.TextField("reason")
    history = History(m2m_fields=[evidence])

    class Meta:
        ordering = ["source", "slug"]

    def __str__(self) -> str:
        return self.text
