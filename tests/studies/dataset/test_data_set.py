"""The data set itself: what its README promises and no single row can show."""

import re
from collections import Counter, defaultdict

import pytest

from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE
from studies.reported.comparisons import Comparison, compare, components
from tests.studies.dataset.csv_copy import EVIDENCE, csv_files, read

Row = dict[str, str]
REVIEWS = {"systematic-review", "meta-analysis", "narrative-review"}
# A folder of a person's machine, as a text copied from there would name it.
MACHINE_PATH = re.compile(r"(?<![\w/])/(home|root|usr|var|mnt)/")
ALL = {file: read(file) for file in csv_files()}
STUDIES = {row["key"]: row for row in ALL["studies.csv"]}
ARMS = {(row["study"], row["arm"]): row for row in ALL["arms.csv"]}
# Measures whose outcomes are distinguished only by their names.
NAMED_OUTCOMES = {"other", "success-other"}


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def concerns(query: Row, row: Row) -> bool:
    """Whether a query points at that result: an empty cell of the query names all."""
    return query["study"] == row["study"] and all(
        query[name] in ("", row[name]) for name in ("arm", "outcome", "timepoint_label", "part")
    )


def concerns_contrast(query: Row, row: Row) -> bool:
    return (
        query["study"] == row["study"]
        and not query["timepoint_label"]
        and query["arm"] in ("", row["arm_a"], row["arm_b"])
        and all(query[name] in ("", row[name]) for name in ("outcome", "part"))
    )


def test_the_counts_that_the_readme_prints():
    text = (EVIDENCE / "README.md").read_text(encoding="utf-8")
    printed = dict(re.findall(r"^\| ([\w.]+\.csv) \| (\d+) \|$", text, re.MULTILINE))
    kinds = Counter(row["kind"] for row in ALL["studies.csv"])
    entries = len(re.findall(r"(?m)^@", (EVIDENCE / "references.bib").read_text(encoding="utf-8")))

    assert {file: int(count) for file, count in printed.items()} == {file: len(rows) for file, rows in ALL.items()}
    assert f"| references.bib | {entries} entries |" in text
    assert (
        f"{len(STUDIES)} publications: {kinds['primary']} primary clinical studies or case reports, "
        f"{kinds['review']} reviews, {kinds['laboratory']} laboratory studies, {kinds['background']} for background."
    ) in text


@pytest.mark.parametrize("file", csv_files())
def test_no_line_is_repeated_and_none_names_a_local_path(file):
    assert max(Counter(tuple(row.values()) for row in ALL[file]).values(), default=1) == 1
    assert [cell for row in ALL[file] for cell in row.values() if MACHINE_PATH.search(cell)] == []


@pytest.mark.parametrize("file", csv_files())
def test_addresses_are_addresses_and_where_no_machine_answers(file):
    links = [row[column] for row in ALL[file] for column in ("url", "source_url") if row.get(column)]

    assert [link for link in links if not re.fullmatch(r"https?://[^\s/]+/\S*", link)] == []
    assert [link for link in links if re.match(r"https?://\d+(\.\d+){3}", link)] == []


def test_the_canonical_link_follows_the_identifiers():
    for row in ALL["studies.csv"]:
        if row["doi"]:
            assert row["url"] == f"https://doi.org/{row['doi']}"
            assert row["url_kind"] == "doi"
        elif row["pmid"]:
            assert row["url"] == f"https://pubmed.ncbi.nlm.nih.gov/{row['pmid']}/"
            assert row["pmid"].isdigit()


def test_old_keys_are_no_keys():
    aliases = {alias for row in ALL["studies.csv"] for alias in row["aliases"].split(";") if alias}

    assert aliases.isdisjoint(STUDIES)


def test_a_study_is_of_the_kind_that_its_design_is():
    kinds = dict.fromkeys(REVIEWS, {"review"}) | {"laboratory": {"laboratory"}}
    for row in ALL["studies.csv"]:
        assert row["kind"] in kinds.get(row["design"], {"primary", "background"})


def test_studies_that_may_share_patients_are_at_least_two():
    groups = Counter(row["cohort_group"] for row in ALL["studies.csv"] if row["cohort_group"])

    assert groups
    assert min(groups.values()) >= 2


def test_randomised_arms_add_up_to_the_study():
    sizes = defaultdict(list)
    for row in ALL["arms.csv"]:
        if not row["part_of"]:
            sizes[row["study"]].append(number(row["n_randomised"]))
    whole = {key: sum(parts) for key, parts in sizes.items() if None not in parts and STUDIES[key]["n_randomised"]}

    assert len(whole) > 5
    assert whole == {key: number(STUDIES[key]["n_randomised"]) for key in whole}


def test_an_arm_received_what_its_intervention_and_role_say():
    named = {"steroid", "sham", "ozone", "local-anaesthetic", "laser"}
    for row in ALL["arms.csv"]:
        received = set(row["components"].split(";"))
        assert ("ozone" in received) == (row["role"] == "ozone")
        assert row["intervention"] not in named or row["intervention"] in received
        assert row["intervention"] != "ozone+steroid" or {"ozone", "steroid"} <= received


def test_a_part_has_a_stratum_and_belongs_to_a_whole():
    parts = [row for row in ALL["arms.csv"] if row["part_of"]]

    assert parts
    for row in parts:
        assert row["stratum"]
        assert ARMS[row["study"], row["part_of"]]["part_of"] == ""


def test_an_interval_holds_its_estimate():
    for file in ("outcomes.csv", "contrasts.csv", "pooled.csv"):
        for row in ALL[file]:
            middle = number(row["estimate"] if "estimate" in row else row["mean"])
            low, high = number(row["ci_low"]), number(row["ci_high"])
            if None not in (middle, low, high):
                assert low <= middle <= high, row["row_key"]


def test_a_mean_lies_on_its_scale():
    for row in ALL["outcomes.csv"]:
        low, mean, high = number(row["scale_min"]), number(row["mean"]), number(row["scale_max"])
        if row["is_change"] == "0" and None not in (low, mean, high):
            assert low <= mean <= high, row["row_key"]


def test_no_result_counts_more_people_than_its_arm():
    for row in ALL["outcomes.csv"]:
        randomised = number(ARMS[row["study"], row["arm"]]["n_randomised"])
        if row["n"] and randomised is not None:
            assert number(row["n"]) <= randomised, row["row_key"]


def test_a_printed_percentage_is_its_count_or_a_query_says_why_not():
    checked = 0
    for row in ALL["outcomes.csv"]:
        percent, n, events = number(row["percent"]), number(row["n"]), number(row["events"])
        if None in (percent, n, events):
            continue
        # One unit in the last printed place: rounded or cut.
        step = 10 ** -len(row["percent"].partition(".")[2])
        asked = any(
            concerns(query, row) and query["outcome"] and query["field"] not in QUERY_FIELDS_WITHOUT_FIGURE
            for query in ALL["data_queries.csv"]
        )
        assert abs(100 * events / n - percent) < step or asked, row["row_key"]
        checked += 1
    assert checked > 30


def test_a_level_needs_an_interval_and_a_name_needs_giving():
    for row in ALL["outcomes.csv"]:
        assert row["ci_low"] or not row["ci_level"]
        assert row["outcome_name"] or row["outcome"] not in NAMED_OUTCOMES
    for row in ALL["contrasts.csv"]:
        assert row["outcome_name"] or row["outcome"] not in NAMED_OUTCOMES


def test_a_baseline_counts_from_the_start():
    assert {row["clock"] for row in ALL["outcomes.csv"] if row["timepoint_weeks"] == "0"} == {"start"}


def test_a_contrast_sets_ozone_first_and_claims_nothing_with_ozone_in_both():
    for row in ALL["contrasts.csv"]:
        first, second = (
            components(ARMS[row["study"], row[arm]]["components"].split(";")) for arm in ("arm_a", "arm_b")
        )
        compared = compare(first, second)
        assert compared is not None
        assert "ozone" in first
        if compared.comparison is Comparison.OZONE_BOTH_ARMS:
            assert not row["direction"].startswith("favours")


def test_a_direction_agrees_with_the_printed_p():
    for row in ALL["contrasts.csv"]:
        if row["direction"].startswith("favours") and row["p_value"]:
            assert row["p_relation"] != ">", row["row_key"]
            assert number(row["p_value"]) <= 0.05, row["row_key"]


def test_every_query_points_at_a_result_and_an_acting_one_names_its_outcome():
    for query in ALL["data_queries.csv"]:
        hits = [row for row in ALL["outcomes.csv"] if concerns(query, row)]
        hits += [row for row in ALL["contrasts.csv"] if concerns_contrast(query, row)]
        assert hits or not any(query[name] for name in ("outcome", "timepoint_label", "part")), query["row_key"]
        if query["state"] == "open" and query["severity"] in ("error", "doubt"):
            assert query["outcome"], query["row_key"]
        if query["severity"] == "note":
            assert query["state"] == "resolved", query["row_key"]


def test_a_harm_has_a_denominator_only_where_people_were_counted():
    for row in ALL["adverse_events.csv"]:
        counted = row["denominator_kind"] in ("treated", "operated-later", "registry")
        assert bool(row["n_at_risk"]) == counted, row["row_key"]
        assert row["n_events"] or "Not counted" in row["note"], row["row_key"]
        assert row["arm"] or STUDIES[row["study"]]["kind"] == "review", row["row_key"]


def test_conditions_in_back_pain_are_those_below_back_pain():
    parents = {row["slug"]: row["parent"] for row in ALL["conditions.csv"]}

    def above(slug: str) -> list[str]:
        return [slug, *above(parents[slug])] if slug else []

    for row in ALL["conditions.csv"]:
        assert (row["in_back_pain"] == "yes") == ("back-pain" in above(row["slug"]))


def test_each_instrument_has_one_important_change_at_most_and_the_pain_scale_one():
    defaults = Counter(row["outcome"] for row in ALL["mcid.csv"] if row["default"] == "yes")

    assert max(defaults.values()) == 1
    assert sum(row["harmonised_default"] == "yes" for row in ALL["mcid.csv"]) == 1


def test_a_review_says_of_all_its_studies_alike_whether_the_list_is_whole():
    completeness = defaultdict(set)
    for row in ALL["included.csv"]:
        completeness[row["review"]].add(row["list_complete"])

    assert {len(words) for words in completeness.values()} == {1}
