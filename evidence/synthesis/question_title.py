"""A question as a heading, and where the next study is expected as a sentence."""

from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import when_text
from evidence.synthesis.effect_phrases import limits_text
from studies.choices import RouteGroup
from studies.reported.windows import Window

_WHEN = {
    Window.SHORT: "in the short term",
    Window.INTERMEDIATE: "in the intermediate term",
    Window.IMMEDIATE: "within 2 weeks",
    Window.LONG: "in the long term",
    Window.LATER: "after more than 2 years",
    Window.NOT_STATED: "at a time not stated",
}


@once_per_answer
def question_title(answer: Answer) -> str:
    """What was measured, when, by which route, and what ozone was compared with."""
    question = answer.question
    return f"{question.outcome.title} {_when(answer)}: {_ozone(question.route)} {question.words.in_sentence}"


def _when(answer: Answer) -> str:
    """The time of its studies where they share one, else the band of time."""
    shown = answer.all_entries
    times = {when_text(line.first.weeks, line.first.timepoint_label) for entry in shown for line in entry.lines}
    times |= {value.when_text for value in answer.values}
    return times.pop() if len(times) == 1 else _WHEN[answer.question.window]


def _ozone(route: RouteGroup | None) -> str:
    if route is None:
        return "ozone by any route"
    return "ozone" if route is RouteGroup.NOT_STATED else f"{route.label} ozone"


def expected_text(answer: Answer) -> str:
    """Where the result of a new study is expected; empty where too few are pooled to say."""
    prediction = answer.pooled.reader_prediction() if answer.pooled else None
    if prediction is None:
        return ""
    noun, times = ("trial" if answer.question.randomised else "study"), (" times" if answer.is_ratio else "")
    limits = limits_text(answer, prediction)
    return f"A new {noun} is expected to find something from {limits}{times}."
