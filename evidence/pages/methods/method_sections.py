"""The methods page: the rules in force, read from the code that applies them, and thresholds from the records."""

from dataclasses import dataclass

from evidence.figures.bubble_chart import MANY_PEOPLE, SOME_PEOPLE
from evidence.pages.methods import bias_tables, certainty_tables
from evidence.pages.methods.record_tables import (
    bands_table,
    important_changes_table,
    instruments_table,
    scales_table,
)
from evidence.pages.methods.rule_tables import (
    INTERVALS,
    MODELS,
    QUERY_STATES,
    SEVERITIES,
    STANDINGS,
    TAU2,
    MethodTable,
    comparisons_table,
    components_table,
    critical_table,
    numbers_table,
    reasons_table,
    routes_table,
    windows_table,
    words_table,
)
from evidence.pages.methods.worked_examples import spread_table
from evidence.synthesis.answers import MIN_STUDIES_TO_POOL
from evidence.synthesis.changes import HIGHEST_CORRELATION, LOWEST_CORRELATION
from evidence.synthesis.options import DEFAULT
from evidence.synthesis.study_effects import BALANCED, RARE
from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE
from studies.numerics.formatting import percent


@dataclass(frozen=True, slots=True)
class MethodSection:
    """One part of the page: its rules as sentences, then its tables."""

    anchor: str
    title: str
    rules: tuple[str, ...]
    tables: tuple[MethodTable, ...] = ()


def data_section() -> MethodSection:
    rules = (
        "This is not the product of a protocol-driven search: the search cannot be repeated, and relevant studies "
        "are missing.",
        "Nearly all was read from abstracts, which can leave out what disappoints. Every number stands as printed, "
        "with the "
        "page and the place where it was read; what follows from it is computed anew whenever a page is asked for, "
        "and never stored.",
        "A study is counted once, however often it was published. Reviews and laboratory work are never counted as "
        "studies or as people.",
    )
    return MethodSection(
        "data",
        "Where the numbers come from",
        rules,
        (words_table("Standing of a study", ("Standing", "Readers see it"), STANDINGS),),
    )


def questions_section() -> MethodSection:
    rules = (
        "A question is one condition, one comparison, one outcome, one window of time and one group of routes. "
        "Results are set "
        "together only when they answer the same question.",
        "The comparison follows from what the two arms received, component by component: what only one of them had. "
        "Vehicles are "
        "left aside where the comparator holds anything else. Where more than ozone differs, nothing follows about "
        "ozone.",
        "The condition is that of the arm, the route that of the ozone arm. A route that is not stated is pooled "
        "with nothing. "
        "All routes together are a reader’s choice, and said.",
        "Randomised trials make the headline; other controlled studies stand in answers of their own.",
    )
    return MethodSection(
        "questions", "What is compared", rules, (comparisons_table(), components_table(), routes_table())
    )


def times_section() -> MethodSection:
    rules = (
        "Of one study one result answers a question: of whole arms, by the instrument’s order, then the nearest to "
        "the window’s "
        "target, a tie to the later. The chosen time is printed beside the number, the others are listed.",
        "“Immediately after” is immediate. A result without a time is listed, and never pooled. Scores before "
        "treatment are in no window.",
    )
    return MethodSection("times", "When it was measured", rules, (windows_table(),))


def outcomes_section() -> MethodSection:
    rules = (
        "Pain, disability and quality of life are asked as domains: one question holds every instrument. Elsewhere "
        "each instrument, "
        "under the name that its source gives it, is an outcome of its own; each definition of success is one.",
        "“Not poor” is not success: a complement is taken only where it is the same event (operated, surgery "
        "avoided), and said.",
        "Scores on one scale are compared by the difference of means, across scales by the standardised difference "
        "(Hedges’ g, "
        "exact correction), never mixing changes with final scores. Counts are compared by the risk ratio.",
    )
    return MethodSection(
        "outcomes", "What was measured", rules, (critical_table(), instruments_table(), scales_table())
    )


def figures_section() -> MethodSection:
    rules = (
        "The spread of a mean is taken as printed, else by a fixed order. Each row below takes one more figure away "
        "from an example "
        "and shows what the rule then does; the rule used stands beside every number.",
        "“P < 0.05” and “P = 0.000” are not exact. An interval whose level is not printed gives no spread. Nothing "
        "is borrowed from other trials.",
        "A mean with its standard error or interval enters a difference of means without its size.",
    )
    return MethodSection("figures", "Where a spread comes from", rules, (spread_table(),))


def people_section() -> MethodSection:
    rules = (
        "Nobody counts twice. Arms that share a comparator are combined; several reports of one study are one study; "
        "parts of one arm "
        "are listed and never pooled with each other.",
        "Patients of a study reported apart stand in their own conditions, and enter a condition that gathers both "
        "once, as one "
        "common-effect estimate.",
        "Of studies that may share patients one enters a pool and a count of people, the largest, else the latest; "
        "the others are "
        "listed beside it.",
    )
    return MethodSection("people", "Each person once", rules)


def pooling_section() -> MethodSection:
    rules = (
        f"From {MIN_STUDIES_TO_POOL} studies on they are pooled: {MODELS[DEFAULT.model]}, the variance between "
        f"studies by "
        f"{TAU2[DEFAULT.tau2_method]}, the interval by {INTERVALS[DEFAULT.interval]}. A reader may choose otherwise; "
        f"the choice is "
        "then said, and the default answer stays beside it.",
        "The interval of τ² is a Q-profile; I² follows from τ². The prediction interval uses t with k − 1 degrees of "
        "freedom.",
        "Where in some arm nobody, or everybody, had the event, counts are pooled by Mantel-Haenszel without "
        "correction, "
        f"or by Peto where at most {percent(RARE)} of each arm had the event and no arm is more than {BALANCED} "
        f"times the other.",
        "Absolute effects per 1,000 follow from the comparator’s risk, and are refused where a limit would leave 0 "
        "to 1,000.",
    )
    names = MethodTable("Models", ("Name", "How"), tuple((model.value, said) for model, said in MODELS.items()))
    intervals = MethodTable(
        "Intervals of a pool", ("Name", "How"), tuple((item.value, said) for item, said in INTERVALS.items())
    )
    variances = MethodTable(
        "Estimators of the variance between studies",
        ("Name", "How"),
        tuple((item.value, said) for item, said in TAU2.items()),
    )
    return MethodSection("pooling", "How studies are pooled", rules, (numbers_table(), names, intervals, variances))


def left_out_section() -> MethodSection:
    untouched = ", ".join(sorted(QUERY_FIELDS_WITHOUT_FIGURE))
    rules = (
        "What cannot be pooled is listed with its reason, and the directions that such trials print are summed "
        "beside every answer: "
        "which trials can be pooled is not random. Each trial counts once there, by the result that the rule picks.",
        f"A query acts on the results that it names unless it is resolved; one about {untouched} does not touch a "
        f"figure.",
        "A retracted publication is treated like a doubted figure: shown beside, in no pool.",
    )
    tables = (
        reasons_table(),
        words_table("Doubts about a printed number, by severity", ("Severity", "What follows"), SEVERITIES),
        words_table("State of a doubt", ("State", "What it does"), QUERY_STATES),
    )
    return MethodSection("left-out", "What is left out, and what is doubted", rules, tables)


def single_arms_section() -> MethodSection:
    rules = (
        "Single ozone arms are shown apart from every comparison, and say at every number that nothing was compared. "
        "Arms of one study "
        "with the same components are one; arms are alike when their components are, vehicles left aside. Routes are "
        "set together.",
        "Success is excellent and good by MacNab; every other definition stands apart under its own name. "
        f"Shares are pooled from {MIN_STUDIES_TO_POOL} studies on, by random effects on the logit scale; a single "
        f"share has a "
        "Clopper-Pearson interval.",
        "A change from baseline is shown as its two means. It is pooled only when a reader sets the correlation of "
        "the two scores, from "
        f"{LOWEST_CORRELATION:g} to {HIGHEST_CORRELATION:g}, which then stands beside the number.",
        "The gap map counts randomised trials that isolate ozone, whether or not their figures can be used. Its "
        "shades change at "
        f"{SOME_PEOPLE} and {MANY_PEOPLE} people.",
    )
    return MethodSection("single-arms", "Single arms, and the gap map", rules)


def harms_section() -> MethodSection:
    rules = (
        "Harm is counted in people treated; a count of anybody else gives no rate. Where nobody had the event, the "
        "two-sided 95% "
        "Clopper-Pearson bound says how much cannot be excluded.",
        "Case reports show that a harm can happen, never how often.",
    )
    return MethodSection("harms", "Harm", rules)


def sizes_section() -> MethodSection:
    rules = (
        "Only a published band between groups gives a difference a size in words. Where none is known the page says "
        "so and uses no size words.",
        "A minimal important change is of one person over time. It is never set against a difference between groups.",
    )
    return MethodSection("sizes", "How large is large", rules, (bands_table(), important_changes_table()))


def certainty_section() -> MethodSection:
    tables = (certainty_tables.levels_table(), certainty_tables.domains_table())
    return MethodSection("certainty", "How certain", certainty_tables.RULES, tables)


def bias_section() -> MethodSection:
    tables = (bias_tables.instruments_of_appraisal_table(),)
    return MethodSection("risk-of-bias", "How far a result can be trusted", bias_tables.RULES, tables)


def words_section() -> MethodSection:
    rules = (
        "Until people have judged its certainty an answer says “certainty not yet rated” and uses none of the words "
        "that stand for a level: “may” is low certainty, “probably” moderate, neither is high, and at very low "
        "certainty the evidence is very uncertain.",
        "A wide interval is shown, and never called “no effect”; nothing is called “significant”. Which way is "
        "better is always said.",
        "An answer in which ozone was added to another treatment is always titled “on top of”.",
        "What is unknown is said in three kinds: not measured by any included study; measured, but the numbers are "
        "not in the text "
        "read; doubted.",
    )
    return MethodSection("words", "Words", rules)
