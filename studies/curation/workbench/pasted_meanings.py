"""What a person says that words of a pasted table mean, as posted."""

from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_time import weeks_named
from studies.curation.workbench.row_parsing import PostData

# Labels and headings that a page offers to correct.
MOST_WORDS = 40
WORD_FIELDS = ("word", "word-arm", "word-measure", "word-time")


def posted_meanings(posted: PostData) -> dict[str, TableOrientation]:
    """The meanings chosen on the page, by the text of the label; those left as the table says are none."""
    columns = [posted.getlist(f"paste-{name}")[:MOST_WORDS] for name in WORD_FIELDS]
    return {
        text: TableOrientation(arm=arm, measure=measure, timepoint_label=time.strip(), weeks=weeks_named(time))
        for text, arm, measure, time in zip(*columns, strict=False)
        if arm or measure or time.strip()
    }
