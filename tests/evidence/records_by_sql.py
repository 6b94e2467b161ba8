"""The made-up evidence as a second reader would read it: from the database, by no function of the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

# What the arms of the made-up set compare, as a reader of the arms would write it down. Others say nothing of ozone.
COMPARED = {
    ("ozone+steroid", "steroid"): "add-on-to-steroid",
    ("ozone+physiotherapy", "physiotherapy"): "add-on-to-physiotherapy",
    ("ozone+radiofrequency", "radiofrequency"): "add-on-to-procedure:radiofrequency",
    ("ozone", "sham"): "ozone-v-sham",
    ("ozone", "steroid"): "ozone-v-steroid",
    ("ozone", "physiotherapy"): "ozone-v-physiotherapy",
    ("ozone", "medication"): "ozone-v-medication",
    ("ozone", "discectomy"): "ozone-v-discectomy",
    ("ozone", "laser"): "ozone-v-other-procedure:laser",
    ("ozone", "local-anaesthetic"): "ozone-v-local-anaesthetic",
    ("ozone", "unnamed-injection"): "ozone-v-mixture:unnamed-injection",
    ("ozone", "physiotherapy+steroid"): "ozone-v-mixture:physiotherapy+steroid",
}
CRITICAL = {
    "pain-vas": "pain",
    "disability-odi": "disability",
    "success-macnab": "success",
    "responder-50pct": "success",
    "pain-free": "success",
    "surgery-avoided": "surgery",
    "quality-of-life-sf36": "quality-of-life",
    "analgesic-use": "analgesics",
}


def rows(sql: str) -> list[dict[str, Any]]:
    """The rows of a query, by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class ReadTrial:
    """A randomised trial that isolates ozone: what it compares in one condition, and by which route."""

    study: int
    slug: str
    condition: str
    compared: str
    route: str
    ozone_arms: tuple[int, ...]
    other_arms: tuple[int, ...]


class RecordsBySql:
    """Every table that is read, once."""

    def __init__(self) -> None:
        self.parents = {
            row["slug"]: row["parent"]
            for row in rows(
                "SELECT c.slug, p.slug AS parent FROM studies_condition c "
                "LEFT JOIN studies_condition p ON p.id = c.parent_id"
            )
        }
        self.studies = {
            row["id"]: row for row in rows("SELECT * FROM studies_study WHERE kind = 'primary' AND standing <> 'draft'")
        }
        self.arms = {
            row["id"]: row
            for row in rows(
                "SELECT a.*, c.slug AS condition_slug FROM studies_arm a "
                "JOIN studies_condition c ON c.id = a.condition_id"
            )
        }
        names: dict[int, list[str]] = {}
        for row in rows(
            "SELECT ac.arm_id, c.slug FROM studies_arm_components ac "
            "JOIN studies_component c ON c.id = ac.component_id ORDER BY c.slug"
        ):
            names.setdefault(row["arm_id"], []).append(row["slug"])
        self.components = {arm: "+".join(slugs) for arm, slugs in names.items()}
        self.results = rows(
            "SELECT r.*, m.slug AS measure, a.study_id FROM studies_outcomeresult r "
            "JOIN studies_outcomemeasure m ON m.id = r.measure_id JOIN studies_arm a ON a.id = r.arm_id"
        )
        self.results_by_study: dict[int, list[dict[str, Any]]] = {}
        for row in self.results:
            self.results_by_study.setdefault(row["study_id"], []).append(row)
        self.printed = rows(
            "SELECT d.*, m.slug AS measure FROM studies_reportedcontrast d "
            "JOIN studies_outcomemeasure m ON m.id = d.measure_id"
        )
        self.harms = rows("SELECT * FROM studies_adverseevent")
        self.queries = rows(
            "SELECT q.*, m.slug AS measure FROM studies_dataquery q "
            "LEFT JOIN studies_outcomemeasure m ON m.id = q.measure_id"
        )
        self.retracted = {
            row["study_id"] for row in rows("SELECT study_id FROM studies_publication WHERE retraction = 'retracted'")
        }
        self.trials = list(self._trials())

    def scope(self, slug: str) -> set[str]:
        """A condition and everything below it."""
        found = {slug}
        for _ in self.parents:
            found |= {child for child, parent in self.parents.items() if parent in found}
        return found

    def in_scope(self, slug: str) -> list[ReadTrial]:
        """The randomised trials that isolate ozone in a condition."""
        scope = self.scope(slug)
        return [trial for trial in self.trials if trial.condition in scope]

    def _trials(self) -> Iterable[ReadTrial]:
        by_study: dict[int, list[dict[str, Any]]] = {}
        for arm in self.arms.values():
            by_study.setdefault(arm["study_id"], []).append(arm)
        for study, arms in by_study.items():
            if study not in self.studies or self.studies[study]["design"] != "rct":
                continue
            ozone = [arm for arm in arms if "ozone" in self.components[arm["id"]].split("+")]
            others = [arm for arm in arms if arm not in ozone]
            compared = {(self.components[a["id"]], self.components[b["id"]]) for a in ozone for b in others}
            # No made-up study compares two things.
            [pair] = compared or {("", "")}
            if pair in COMPARED:
                yield ReadTrial(
                    study=study,
                    slug=self.studies[study]["slug"],
                    condition=ozone[0]["condition_slug"],
                    compared=COMPARED[pair],
                    route=ozone[0]["route"],
                    ozone_arms=tuple(arm["id"] for arm in ozone),
                    other_arms=tuple(arm["id"] for arm in others),
                )

    def measured(self, trial: ReadTrial) -> set[str]:
        """The critical outcomes of which the trial prints a result after treatment, or a comparison."""
        after = {row["measure"] for row in self.results_by_study.get(trial.study, ()) if row["weeks"] != 0}
        said = {row["measure"] for row in self.printed if row["study_id"] == trial.study}
        return {CRITICAL[measure] for measure in after | said}

    def results_of(self, trial: ReadTrial, measure: str, weeks: float | None) -> list[dict[str, Any]]:
        """What the arms of a trial print of one outcome at one time."""
        printed = self.results_by_study.get(trial.study, ())
        return [row for row in printed if (row["measure"], row["weeks"]) == (measure, weeks)]

    def arms_read(self, trial: ReadTrial, measure: str, weeks: float | None) -> set[int]:
        """The two arms of the difference that the trial prints where the arms have no spread; else all its arms."""
        for row in self.printed:
            if (row["study_id"], row["measure"], row["weeks"]) == (trial.study, measure, weeks):
                return {row["arm_a_id"], row["arm_b_id"]}
        return {*trial.ozone_arms, *trial.other_arms}

    def people(self, trial: ReadTrial, measure: str, weeks: float | None) -> int:
        """The people of all arms at that time; those of the arms where nothing is printed of them."""
        arms = self.arms_read(trial, measure, weeks)
        printed = [row for row in self.results_of(trial, measure, weeks) if row["arm_id"] in arms]
        return sum(row["n"] for row in printed) or sum(self.arms[arm]["n_analysed"] for arm in arms)

    def difference(self, trial: ReadTrial, measure: str, weeks: float | None) -> float | None:
        """Ozone less comparator: of the means in points of 100, or of the people with the event in 100.

        Arms of one side are taken together by their people. None where a value is not printed.
        """
        arms = self.arms_read(trial, measure, weeks)
        printed = [row for row in self.results_of(trial, measure, weeks) if row["arm_id"] in arms]
        ozone = side_value([row for row in printed if row["arm_id"] in trial.ozone_arms])
        other = side_value([row for row in printed if row["arm_id"] in trial.other_arms])
        return None if ozone is None or other is None else ozone - other

    def acts(self, trial: ReadTrial, measure: str) -> set[str]:
        """Severities of the queries about this outcome of a trial that are not resolved."""
        return {
            row["severity"]
            for row in self.queries
            if (row["study_id"], row["measure"]) == (trial.study, measure) and row["state"] != "resolved"
        } & {"error", "doubt"}


def side_value(side: list[dict[str, Any]]) -> float | None:
    """The mean in points of 100, or the people with the event in 100, of some arms; None where not printed."""
    people = sum(row["n"] for row in side)
    if side and all(row["mean"] is not None and not row["is_change"] for row in side):
        top = side[0]["scale_max"]
        return 100 / top * sum(row["mean"] * row["n"] for row in side) / people
    if side and all(row["events"] is not None for row in side):
        return 100 * sum(row["events"] for row in side) / people
    return None


def prints_everything(row: dict[str, Any]) -> bool:
    """Whether an arm prints people with a mean and its standard deviation, or people with an event of all."""
    score = row["mean"] is not None and row["sd"] is not None
    return bool(row["n"]) and not row["part"] and (score or row["events"] is not None)
