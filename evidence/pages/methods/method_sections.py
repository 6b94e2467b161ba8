"""The sections of the methods page: the rules in force, with constants from the code that applies them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from evidence.figures.bubble_chart import MANY_PEOPLE, SOME_PEOPLE
from evidence.findings.text_table import TextTable
from evidence.pages.methods import appraisal_tables
from evidence.pages.methods.record_tables import (
    bands_table,
    important_changes_table,
    instruments_table,
    scales_table,
    searches_table,
)
from evidence.pages.methods.rule_tables import (
    INTERVALS,
    MODELS,
    STATUSES,
    TAU2,
    comparisons_table,
    components_table,
    critical_table,
    left_out_tables,
    marks_table,
    meanings_table,
    pooling_tables,
    routes_table,
    windows_table,
)
from evidence.pages.methods.worked_examples import spread_table
from evidence.statistics.rare_events import BALANCED, RARE, UNCOMMON
from evidence.synthesis.changes import HIGHEST_CORRELATION, LOWEST_CORRELATION
from evidence.synthesis.options import DEFAULT
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL, MOST_OF_THE_WEIGHT
from evidence.synthesis.row_word import NEAR_NONE
from evidence.synthesis.small_spreads import SMALL_SHARE, USUAL_SHARE
from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE
from studies.citations.searches import last_search, search_sentence
from studies.numerics.number_formatting import count, percent, plural
from studies.numerics.spread_conversions import LARGEST_P, WIDEST_BOUNDS
from studies.presentation.data_notice import record_counts
from studies.reported.before_treatment import DIFFERENT
from studies.reported.count_recovery import LEAST_SHARE_ANALYSED


@dataclass(frozen=True, slots=True)
class MethodSection:
    """One part of the page: its rules as sentences, then its tables, and links (text, address) to where they apply.

    ``tables`` makes them: they read many records, and the search asks for the rules alone.
    """

    anchor: str
    title: str
    rules: tuple[str, ...]
    tables: Callable[[], tuple[TextTable, ...]] = tuple
    links: tuple[tuple[str, str], ...] = ()


def _made(*tables: Callable[[], TextTable]) -> tuple[TextTable, ...]:
    """With ``partial``, since the page is kept with its sections: a lambda cannot be."""
    return tuple(table() for table in tables)


def data_section() -> MethodSection:
    records = record_counts()
    rules = (
        "This is not the product of a protocol-driven search: the search cannot be repeated, and relevant studies "
        "may be missing.",
        f"Extracted from the abstract alone: {count(records.from_abstracts)} of {plural(records.visible, 'record')}. "
        "Abstracts can omit disappointing results. Every number is kept as printed, with the page and the place it "
        "comes from. Whatever is computed from it is computed anew for each page, and never stored.",
        "A study is counted once, however often it was published. Reviews and laboratory work are never counted as "
        "studies or as people.",
        f"{search_sentence(last_search())} A search is on record with its import; an undone import does not count.",
    )
    return MethodSection("data", "Where the numbers come from", rules, _data_tables)


def _data_tables() -> tuple[TextTable, ...]:
    return meanings_table("Status of a study", ("Status", "Readers see it"), STATUSES), *searches_table()


def questions_section() -> MethodSection:
    rules = (
        "A question is one condition, one comparison, one outcome, one window of time and one group of routes. Results "
        "are combined only when they answer the same question.",
        "The comparison follows from the components that the two arms received: what only one of them had. Vehicles "
        "are ignored where the comparator contains anything else. Where only the ozone arm had something else too, "
        "the comparison says nothing about ozone.",
        "Ozone against two kinds of treatment or more, or against an injection whose drugs are not named, is a fair "
        "comparison with a mixture. Each mixture is a separate comparison, and so is each set of procedures that "
        "ozone was added to or compared with: they are never pooled with each other.",
        "The condition is that of the arm, the route that of the ozone arm. A route that is not stated is not "
        "pooled with any other. A reader may combine all routes; the page then says so.",
        "The headline uses randomised trials; other controlled studies have separate answers.",
    )
    return MethodSection(
        "questions", "What is compared", rules, partial(_made, comparisons_table, components_table, routes_table)
    )


def times_section() -> MethodSection:
    rules = (
        "Each study answers a question with one result: for whole arms, by the order of instruments, then by "
        "the kind of score (a difference adjusted for the values before treatment, final scores, changes, a difference "
        "as printed), then nearest to the window’s target; of two equally near times the later. The chosen time is "
        "printed with the number, the others are listed.",
        "“Immediately after” is immediate. A result without a time is listed, and never pooled. Scores before "
        "treatment are in no window.",
        f"Where the arms differed before treatment (P below {DIFFERENT:g}, as printed, else by Welch’s test of the "
        "printed scores), the answer of one or two studies has no word. The word of a pool must hold without such "
        "studies too, and there is none where fewer than three others are left. The difference of the changes is "
        "shown next to the number.",
    )
    return MethodSection("times", "When it was measured", rules, partial(_made, windows_table))


def outcomes_section() -> MethodSection:
    rules = (
        "Pain, disability and quality of life are domains: one question covers every instrument. Otherwise each "
        "instrument, under the name that its source uses, is a separate outcome, and so is each definition of success.",
        "“Not poor” is not success: a complement is taken only where it is the same event (operated, surgery avoided), "
        "and the page says so. A bad event is shown as the bad event, with its difference per 1,000 people.",
        "Scores on one scale are compared by the difference of means, across scales by the standardised difference "
        "(Hedges’ g, exact correction); changes and final scores are never mixed there. Counts are compared by the "
        "risk ratio.",
    )
    return MethodSection(
        "outcomes", "What was measured", rules, partial(_made, critical_table, instruments_table, scales_table)
    )


def figures_section() -> MethodSection:
    rules = (
        "The spread of a mean is taken as printed, else by a fixed order of rules. Each row below removes one more "
        "figure from an example and shows the rule that then applies; the rule used is shown with every number.",
        "“P < 0.05” and “P = 0.000” are not exact. An interval whose level is not printed gives no spread. Nothing "
        "is borrowed from other trials.",
        "A mean with its standard error or interval enters a difference of means without its size.",
        f"An exact P gives a spread only where it is stated to compare the means of these two arms at this time, is at "
        f"most {LARGEST_P:g}, and leaves the spread open by at most {percent(WIDEST_BOUNDS)} in its last digit. "
        "No derived spread is larger than half of the scale.",
        f"A deviation below {percent(SMALL_SHARE)} of the scale is marked as unusually small, in all studies alike. It "
        f"is kept as printed; the interval with {percent(USUAL_SHARE)} of the scale in its place is shown next to it, "
        "and the wording follows the interval that allows the weaker statement.",
        "A count that is not printed follows from the percentage and the people of the row, else of its arm: the count "
        "that rounds to it, else the one that gives it when cut off; of two or three counts the nearest. Where none "
        "fits, fewer people were analysed than printed: the most people, at least "
        f"{percent(LEAST_SHARE_ANALYSED)} of them, that fit every percentage of the arm. Else the percentage is not "
        "used.",
    )
    title = "Where a spread or a count comes from"
    return MethodSection("figures", title, rules, partial(_made, spread_table, marks_table))


def people_section() -> MethodSection:
    rules = (
        "No person is counted twice. Arms that share a comparator are combined; several reports of one study are one "
        "study; parts of one arm are listed and never pooled with each other.",
        "Groups of patients that a study reports separately belong to their own conditions, and enter a condition "
        "above both once, as one common-effect estimate.",
        "Of studies that may share patients one enters a pool and a count of people, the largest, else the latest; the "
        "others are listed with it.",
    )
    return MethodSection("people", "Each person once", rules)


def pooling_section() -> MethodSection:
    rules = (
        f"From {MIN_STUDIES_TO_POOL} studies on they are pooled: {MODELS[DEFAULT.model]}, the variance between "
        f"studies by {TAU2[DEFAULT.tau2_method]}, the interval by {INTERVALS[DEFAULT.interval]}. A reader may "
        "choose other methods; the page then names them, and still shows the default answer.",
        "The interval of τ² is a Q-profile; I² follows from τ². The prediction interval uses t with k − 1 degrees of "
        "freedom.",
        "One trial’s mean difference has Welch’s t interval where both arms print a standard deviation and their "
        "people, else a normal one, as ratios have.",
        "An arm in which everyone had the event does not change the method: a risk ratio uses it unchanged. A study "
        f"that has more than {percent(MOST_OF_THE_WEIGHT)} of the weight because of such an arm is named.",
        "Where no arm of one side has an event, counts are pooled by Peto, with the exact conditional odds ratio "
        "(mid-P) next to it. Where some arm has no event: by Peto where the risk is below "
        f"{percent(RARE)} on both sides and no arm is more than {BALANCED} times the other, by Mantel-Haenszel without "
        f"correction where it is below {percent(UNCOMMON)}, else by random effects with 0.5 added to the cells of "
        "that study.",
        "Whatever the method, Q, its P, I² and τ² are those of the effects by inverse variance.",
        "Absolute effects per 1,000 follow from the comparator’s risk, and are refused where a limit lies outside 0 to "
        "1,000.",
    )
    return MethodSection("pooling", "How studies are pooled", rules, pooling_tables)


def left_out_section() -> MethodSection:
    fields_without_figure = ", ".join(sorted(QUERY_FIELDS_WITHOUT_FIGURE))
    rules = (
        "What cannot be pooled is listed with its reason, and the directions that such trials print are summarised "
        "with every answer: which trials can be pooled is not random. Each trial counts once there, by the result that "
        "the rule selects.",
        f"A query affects the results that it names unless it is resolved; one about {fields_without_figure} does not "
        "change a figure.",
        "A retracted publication is treated like a doubted figure: shown, but in no pool.",
    )
    return MethodSection("left-out", "What is excluded, and what is doubted", rules, left_out_tables)


def single_arms_section() -> MethodSection:
    rules = (
        "Single ozone arms are shown separately from every comparison, and every number says that nothing was "
        "compared. Arms of one study with the same components are one; arms are similar when their components are "
        "the same, vehicles ignored. Routes are joined.",
        "Success is excellent and good by MacNab; every other definition has its own table. Shares are pooled from "
        f"{MIN_STUDIES_TO_POOL} studies on, by random effects on the logit scale; a single share has a "
        "Clopper-Pearson interval.",
        "A change from baseline is shown as its two means. It is pooled only when a reader sets the correlation of "
        f"the two scores, from {LOWEST_CORRELATION:g} to {HIGHEST_CORRELATION:g}, which is then shown with the "
        "number.",
        "The gap map counts randomised trials that isolate ozone, whether or not their figures can be used. Its shades "
        f"change at {SOME_PEOPLE} and {MANY_PEOPLE} people.",
    )
    return MethodSection("single-arms", "Single arms, and the gap map", rules)


def harms_section() -> MethodSection:
    rules = (
        "Harm is counted in people treated; counts of other people give no rate. Where no one had the event, the "
        "two-sided 95% Clopper-Pearson bound says how much cannot be excluded.",
        "Several harms of one arm may be of the same people: how many people had any lies between the largest count "
        "and the sum. Deaths are counted where the record says that a harm was fatal.",
        "Trials are listed one by one: their people are never divided by all people treated. Harm with ozone is "
        "compared with harm without it in the same trial, and pooled over trials by the rules for counts.",
        "Case reports show that a harm can happen, never how often.",
    )
    return MethodSection("harms", "Harm", rules)


def sizes_section() -> MethodSection:
    rules = (
        "Only a published band between groups gives a difference a size in words. Where none is known the page of "
        "a finding says so: there is no size word, and no grey band in a figure.",
        "A minimal important change is of one person over time. It is never compared with a difference between groups.",
    )
    return MethodSection("sizes", "How large is large", rules, partial(_made, bands_table, important_changes_table))


def certainty_section() -> MethodSection:
    rules, tables = appraisal_tables.CERTAINTY_RULES, appraisal_tables.certainty_tables
    return MethodSection("certainty", "How certain", rules, tables)


def bias_section() -> MethodSection:
    rules, tables = appraisal_tables.BIAS_RULES, appraisal_tables.bias_tables
    return MethodSection("risk-of-bias", "How far a result can be trusted", rules, tables)


def words_section() -> MethodSection:
    rules = (
        "Until people have judged its certainty, an answer states how many people it has and needs, and uses none of "
        "the words of a level: “may” is low certainty, “probably” moderate, neither is high, and at very low certainty "
        "the evidence is very uncertain.",
        "A wide interval is shown, and never called “no effect”; nothing is called “significant”. The page always says "
        "which direction is better.",
        "An answer of randomised trials has a word. “Lower”, “higher”, “fewer” or “more with ozone” is said only where "
        "every interval excludes no difference: of counts those of the ratio and of the difference between risks (of "
        "one trial Newcombe’s), of a score with an unusually small spread also that with a usual one. “Borderline” is "
        f"said where a limit lies within {NEAR_NONE:g} of 100 of no difference, or where ratio and difference "
        "disagree, and “not clear” elsewhere. Of two trials both must have the word. Where arms differed before "
        "treatment, one or two trials have no word, and a pool must have it without those trials too.",
        "An answer in which ozone was added to another treatment is always titled “on top of”.",
        "Where no figure can be used, the first of these is stated: a value without an interval (both arms are "
        "printed, and no spread can be had); a doubted figure, or one that is shown next to the answer for another "
        "reason; a figure left out for an error in print; a printed direction or P value only; no result in the text "
        "read.",
        "A trial measured an outcome when a result, a printed difference, a printed direction or a count says so. “Not "
        "measured” is stated only where the full text of every included trial was read.",
        "What authors report about results that could not be used is shown, and never counted as a vote. Where a trial "
        "in an answer prints another direction for the same outcome and window than its number shows, this is stated "
        "next to it.",
    )
    return MethodSection("words", "Words", rules)
