"""What a reader of a frozen page must know of today: what was retracted or withdrawn since the release."""

from dataclasses import dataclass
from functools import partial

from evidence.models import Release
from evidence.releases.public_records import PUBLICATION
from evidence.releases.state_names import STUDY_STATE
from evidence.releases.stored_files import digests_of, documents_of
from studies.choices import Retraction
from studies.models import Publication, Study
from studies.numerics.number_formatting import plural
from studies.revisions.kept_values import keep


@dataclass(frozen=True, slots=True)
class StudyLink:
    """A study by its label and short name; its page of today, or of the release where there is none."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class SinceRelease:
    """Studies of a release that were retracted since, and those that readers no longer see."""

    retracted: tuple[StudyLink, ...]
    gone: tuple[StudyLink, ...]

    @property
    def sentence(self) -> str:
        """Both in words; empty where nothing of the release was withdrawn.

        >>> SinceRelease((StudyLink("a", "A"), StudyLink("b", "B")), (StudyLink("c", "C"),)).sentence
        'Since this release: 2 studies retracted, 1 study no longer shown.'
        """
        told = [
            f"{plural(len(studies), 'study', 'studies')} {what}"
            for studies, what in ((self.retracted, "retracted"), (self.gone, "no longer shown"))
            if studies
        ]
        return f"Since this release: {', '.join(told)}." if told else ""


def since_release(release: Release) -> SinceRelease:
    """What was withdrawn since; computed once for each state of the data."""
    return keep(f"since release {release.number} {release.digest}", partial(_since_release, release))


def _since_release(release: Release) -> SinceRelease:
    frozen = {path.removeprefix(STUDY_STATE) for path in digests_of(release, STUDY_STATE)}
    retracted_now = Publication.objects.visible().filter(retraction=Retraction.RETRACTED)
    retracted = set(retracted_now.values_list("study__slug", flat=True)) & frozen
    gone = frozen - set(Study.objects.visible().values_list("slug", flat=True))
    documents = documents_of(release, {STUDY_STATE + slug for slug in retracted | gone})
    links = {
        path.removeprefix(STUDY_STATE): StudyLink(path.removeprefix(STUDY_STATE), document["label"])
        for path, document in documents.items()
    }
    before = {slug for slug in retracted if _was_retracted(documents[STUDY_STATE + slug])}
    return SinceRelease(
        tuple(links[slug] for slug in sorted(retracted - before)), tuple(links[slug] for slug in sorted(gone))
    )


def _was_retracted(document: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]) -> bool:
    publications = document["rows"].get(PUBLICATION, {}).values()
    return any(row["cells"].get("retraction") == Retraction.RETRACTED.label for row in publications)
