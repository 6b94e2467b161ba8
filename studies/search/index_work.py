"""Keeping the index current: what was noted as changed is indexed again, or everything."""

import logging
from collections.abc import Collection, Sequence

from django.db import DEFAULT_DB_ALIAS, DataError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from studies.models import SearchComparison, SearchDocument, SearchNote, SearchWord, Study
from studies.search.search_tokens import SHORTEST_CORRECTED, composed, plain_word, words_of
from studies.search.study_texts import StudyTexts, study_texts
from studies.search.text_schema import empty_text_table, note_all_studies
from studies.search.token_table import insert_texts, remove_texts

logger = logging.getLogger(__name__)

# Studies that one transaction takes: their texts are in memory at once.
_STUDIES_AT_ONCE = 300
_ROWS_AT_ONCE = 1_000
# Any number that no other lock of the site has. Two that index at once would both insert a study.
_LOCK = 7_501_733


def rebuild_index(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Index every study anew; how many have a document. Until it is done, a search reads the records themselves."""
    with transaction.atomic(using=using):
        _lock(connections[using])
        SearchNote.objects.using(using).all().delete()
        SearchDocument.objects.using(using).all().delete()
        SearchComparison.objects.using(using).all().delete()
        SearchWord.objects.using(using).all().delete()
        empty_text_table(connections[using])
        note_all_studies(connections[using])
    index_notes(using=using)
    return SearchDocument.objects.using(using).count()


def index_notes(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Index again what is noted, some hundred studies a transaction; the number of notes that were taken.

    A study that the database refuses keeps its notes, and is searched by its records.
    """
    taken, refused = 0, set[int]()
    while studies := _noted_studies(refused, using):
        try:
            taken += _index_some(studies, using)
        except DataError:
            for study in studies:
                taken += _index_one(study, refused, using)
    return taken


def waiting_studies(*, most: int) -> int:
    """How many studies changed since they were indexed; counted no further than ``most``."""
    return SearchNote.objects.order_by().values("study_id").distinct()[:most].count()


def _noted_studies(refused: Collection[int], using: str) -> list[int]:
    noted = SearchNote.objects.using(using).exclude(study_id__in=refused)
    return list(noted.order_by("study_id").values_list("study_id", flat=True).distinct()[:_STUDIES_AT_ONCE])


def _index_one(study: int, refused: set[int], using: str) -> int:
    try:
        return _index_some([study], using)
    except DataError as error:
        refused.add(study)
        logger.error("Study %d cannot be indexed for the search: %s", study, " ".join(str(error).split()))
        return 0


def _index_some(studies: Sequence[int], using: str) -> int:
    with transaction.atomic(using=using):
        _lock(connections[using])
        noted = SearchNote.objects.using(using).filter(study_id__in=studies)
        # Notes first, rows afterwards: a change that commits in between has a note of its own.
        notes = list(noted.values_list("pk", flat=True))
        for start in range(0, len(notes), _ROWS_AT_ONCE):
            noted.filter(pk__in=notes[start : start + _ROWS_AT_ONCE]).delete()
        # Another may have indexed them while this one waited for the lock.
        if notes:
            _index_studies(studies, using)
    return len(notes)


def _lock(connection: BaseDatabaseWrapper) -> None:
    """Let one transaction index at a time; on SQLite one writes at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _index_studies(studies: Collection[int], using: str) -> None:
    outdated = SearchDocument.objects.using(using).filter(study_id__in=studies)
    remove_texts(list(outdated.values_list("pk", flat=True)), using=using)
    outdated.delete()
    SearchComparison.objects.using(using).filter(study_id__in=studies).delete()
    texts = list(study_texts(Study.objects.using(using).filter(pk__in=studies)))
    documents = SearchDocument.objects.using(using).bulk_create(document_of(each) for each in texts)
    numbered = [(document.pk, each) for document, each in zip(documents, texts, strict=True)]
    insert_texts(numbered, using=using)
    SearchComparison.objects.using(using).bulk_create(row for each in texts for row in comparisons_of_texts(each))
    words = sorted({word for each in texts for word in suggested_words(each)})
    SearchWord.objects.using(using).bulk_create(
        [SearchWord(word=word, length=len(word)) for word in words], ignore_conflicts=True, batch_size=_ROWS_AT_ONCE
    )


def document_of(texts: StudyTexts) -> SearchDocument:
    """The columns by which hits are ordered and counted, as a record that is not saved."""
    return SearchDocument(
        study_id=texts.study_id,
        slug=texts.slug,
        design=texts.design,
        condition_id=texts.condition_id,
        year=texts.year,
        people=texts.people,
        weight=texts.weight,
    )


def comparisons_of_texts(texts: StudyTexts) -> list[SearchComparison]:
    """What a study compares, as records that are not saved."""
    return [
        SearchComparison(study_id=texts.study_id, condition_id=condition, comparison=comparison)
        for condition, comparison in texts.compared
    ]


def suggested_words(texts: StudyTexts) -> set[str]:
    """The words of a study that may be suggested: as written, without case and accents; never those of an abstract."""
    found = {
        plain_word(text[word.start : word.end]) for text in map(composed, texts.written) for word in words_of(text)
    }
    longest = SearchWord._meta.get_field("word").max_length
    return {word for word in found if word.isalpha() and SHORTEST_CORRECTED <= len(word) <= (longest or 0)}
