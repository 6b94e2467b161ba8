"""Harms and of whom they were counted."""

from studies.choices.labelled_enum import LabelledEnum


class Serious(LabelledEnum):
    """Whether the record calls a harm serious."""

    YES = "yes", "serious"
    NO = "no", "not serious"
    NOT_STATED = "not-stated", "seriousness not stated"


class Fatal(LabelledEnum):
    """Whether the record says that people died of a harm."""

    YES = "yes", "fatal"
    NO = "no", "not fatal"
    NOT_STATED = "not-stated", "whether fatal not stated"


class DenominatorKind(LabelledEnum):
    """Of whom a harm was counted. Only people treated give a rate."""

    TREATED = "treated", "people treated"
    OPERATED_LATER = "operated-later", "people operated on later: no rate of harm can be calculated"
    CASE_REPORT = "case-report", "case report: no denominator"
    REGISTRY = "registry", "registry"
    NOT_STATED = "not-stated", "denominator not stated"
