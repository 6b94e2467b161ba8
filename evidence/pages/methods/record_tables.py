"""Tables of the methods page from the database: instruments, bands between groups, changes of one person."""

from evidence.findings.text_table import FoldedText, TextTable, text_table
from studies.choices import SearchMethod
from studies.citations.searches import applied_searches
from studies.models import BetweenGroupThreshold, MinimalImportantChange, OutcomeMeasure
from studies.numerics.calendar_day import day_text
from studies.reported.rescaling import instrument_scale
from studies.selectors.results import measure_row

# The letters of a search that a cell shows before the rest is folded.
LONGEST_LINE = 80


def searches_table() -> tuple[TextTable, ...]:
    """Every search whose import is applied, with what was sent to its source; no table without any."""
    searches = dict.fromkeys(applied_searches().values_list("database", "method", "searched_on", "query_text"))
    rows = tuple(
        (database, SearchMethod(method).label, day_text(day), _strategy(query))
        for database, method, day, query in searches
    )
    heads = ("Source", "Kind of source", "Date", "Search as it was sent")
    return (text_table("Searches", heads, rows),) if rows else ()


def _strategy(query: str) -> str | FoldedText:
    """A search as it was sent; what has several lines or is long is folded."""
    if len(query) > LONGEST_LINE or "\n" in query:
        return FoldedText(f"{query[:LONGEST_LINE].splitlines()[0]} …", query)
    return query or "not on record"


def instruments_table() -> TextTable:
    """Every instrument with its place in its domain."""
    rows = tuple(
        (
            measure.name,
            measure.get_domain_display(),
            str(measure.order_in_domain),
            measure.get_higher_is_display() or "–",
        )
        for measure in OutcomeMeasure.objects.all()
    )
    return text_table(
        "Instruments, in their order of preference within a domain",
        ("Instrument", "Domain", "Place", "Better is"),
        rows,
    )


def scales_table() -> TextTable:
    """On which scale a score is shown, found by asking the rule of every instrument with a range."""
    rows = []
    for measure in OutcomeMeasure.objects.select_related("complement_of").filter(range_min__isnull=False):
        for top in measure.tops:
            scale = instrument_scale(measure_row(measure), "", measure.range_min, top, None)
            if scale:
                printed = f"{measure.name}, printed on {measure.range_min:g}–{top:g}"
                rows.append((printed, scale.name, scale.note or "as printed"))
    return text_table("On which scale scores are shown", ("Score", "Shown as", "How"), tuple(rows))


def bands_table() -> TextTable:
    """Bands in which a difference between groups is called small, medium or large, with their source."""
    rows = tuple(
        (
            f"{band.get_domain_display()}, {band.display_range}",
            band.get_size_display(),
            f"{'from' if band.lower_included else 'above'} {band.lower:g} "
            f"{'to' if band.upper_included else 'to below'} {band.upper:g}",
            band.source,
        )
        for band in BetweenGroupThreshold.objects.all()
    )
    return text_table("Differences between groups", ("Outcome and scale", "Called", "Points", "Source"), rows)


def important_changes_table() -> TextTable:
    """Minimal important changes of one person, with which of them is used."""
    rows = tuple(
        (
            f"{change.measure.name if change.measure else 'Any outcome'}: {change.scale}",
            f"{change.change:g} {change.get_unit_display()}",
            _used(change),
            change.citation,
        )
        for change in MinimalImportantChange.objects.select_related("measure")
    )
    return text_table(
        "Important changes of one person", ("Instrument and scale", "Change", "Used here", "Source"), rows
    )


def _used(change: MinimalImportantChange) -> str:
    used = (
        "for this instrument" if change.is_default else "",
        "on the shared pain scale" if change.is_harmonised_default else "",
    )
    return " and ".join(filter(None, used)) or "no"
