from django.http import Http404

from evidence.summaries.reading import Reading, read_condition


def reading_or_404(slug: str) -> Reading:
    """What is known of the condition of that name."""
    reading = read_condition(slug)
    if reading is None:
        raise Http404("There is no such condition.")
    return reading
