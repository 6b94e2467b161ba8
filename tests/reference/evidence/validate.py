#!/usr/bin/env python3
"""Check the evidence data set. Standard library only.

    python3 validate.py [DIRECTORY]        (default: fixtures/evidence of this project)

conditions.csv and outcome_measures.csv are read from the default folder when DIRECTORY lacks them.
comparison(), isolates() and poolable() are the rules the README states.
Exit status 0 when every check passes, 1 otherwise.
"""
import csv
import os
import re
import sys

HERE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "fixtures", "evidence"))
D = sys.argv[1] if __name__ == "__main__" and len(sys.argv) > 1 else HERE
ERR = []
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
S = lambda text: set(text.split())

DESIGN = S("rct quasi-rct non-randomised-controlled prospective-cohort retrospective-cohort case-series case-report "
           "systematic-review meta-analysis narrative-review laboratory")
REVIEW = S("systematic-review meta-analysis narrative-review")


def read(name, folder=None):
    path = os.path.join(folder or D, name)
    if not os.path.exists(path):
        path = os.path.join(HERE, name)
    with open(path, encoding="utf-8", newline="") as fh:
        return list(csv.DictReader(fh))


CONDITION = {r["slug"] for r in read("conditions.csv")} if os.path.exists(os.path.join(HERE, "conditions.csv")) else set()
OUTCOME = {r["slug"] for r in read("outcome_measures.csv")} if os.path.exists(os.path.join(HERE, "outcome_measures.csv")) else set()
VEHICLE = S("local-anaesthetic oxygen saline epidural-saline distilled-water")
FAMILY = {"steroid": S("steroid"),
          "discectomy": S("discectomy endoscopic-discectomy percutaneous-discectomy"),
          "procedure": S("radiofrequency plasma-ablation laser collagenase prp hyaluronidase acupuncture-or-needle"),
          "physiotherapy": S("physiotherapy exercise tecar tens infrared"),
          "medication": S("medication supplement usual-care"),
          "mixture": S("unnamed-injection")}
COMPONENT = {"ozone", "sham", "not-stated"} | VEHICLE | set().union(*FAMILY.values())
VERSUS = {"steroid": "ozone-v-steroid", "discectomy": "ozone-v-discectomy", "procedure": "ozone-v-other-procedure",
          "physiotherapy": "ozone-v-physiotherapy", "medication": "ozone-v-medication", "mixture": "ozone-v-mixture"}
ADD_ON = (("procedure", "add-on-to-procedure"), ("discectomy", "add-on-to-procedure"), ("steroid", "add-on-to-steroid"),
          ("physiotherapy", "add-on-to-physiotherapy"), ("medication", "add-on-to-usual-care"))
EFFECT = set(VERSUS.values()) | {c for _, c in ADD_ON} | {"ozone-v-mixture", "ozone-v-sham", "ozone-v-local-anaesthetic", "add-on-to-local-anaesthetic"}
# query fields that do not touch the figure of a result
NO_FIGURE = S("p conclusion source design role overlap event")


def parts(arm):
    return set(filter(None, arm["components"].split(";")))


def families(items):
    return {f for f, members in FAMILY.items() if items & members}


def comparison(a, b):
    """Class of ozone arm a against comparator b.

    None for one arm with itself, without ozone in either, across strata, and for an arm with its own part.
    """
    if a["study"] != b["study"] or a["arm"] == b["arm"] or a["stratum"] != b["stratum"] or a["part_of"] == b["arm"] or b["part_of"] == a["arm"]:
        return None
    x, y = parts(a), parts(b)
    if "ozone" not in x and "ozone" not in y:
        return None
    if "ozone" in x and "ozone" in y:
        return "ozone-both-arms"
    if "ozone" in y:
        x, y = y, x
    if "not-stated" in x | y:
        return "comparator-not-stated"
    more, other, common = x - y - {"ozone"}, y - x, (x & y) - VEHICLE - {"sham"}
    if y - VEHICLE:
        more, other = more - VEHICLE, other - VEHICLE
    if more:
        return "confounded"
    if not other:
        for family, name in ADD_ON:
            if common & FAMILY[family]:
                return name
        both = x & y
        return "add-on-to-local-anaesthetic" if "local-anaesthetic" in both else "ozone-v-sham" if both & VEHICLE else "confounded"
    other = other - {"sham"}
    if other <= VEHICLE:
        return "ozone-v-local-anaesthetic" if "local-anaesthetic" in other else "ozone-v-sham"
    found = families(other)
    return VERSUS[found.pop()] if len(found) == 1 else "ozone-v-mixture"


def isolates(arms):
    found = {comparison(a, b) for a in arms for b in arms if a is not b and not a["part_of"] and not b["part_of"]} - {None}
    if found & EFFECT:
        return "yes"
    return "no" if found - {"ozone-both-arms"} or any(a["role"] == "comparator" for a in arms) or len(arms) > 1 and found else "na"


def query_hits(q, r):
    return (q["study"] == r["study"] and q["arm"] in ("", r["arm"]) and q["outcome"] == r["outcome"] and q["field"] not in NO_FIGURE
            and q["timepoint_label"] in ("", r["timepoint_label"]) and q["part"] in ("", r["part"]))


def standing(r, queries):
    """error, doubt or nothing: the worst open query on an outcome row."""
    hit = {q["severity"] for q in queries if q["state"] == "open" and query_hits(q, r)}
    return "error" if "error" in hit else "doubt" if "doubt" in hit else ""


def complete(r, alone=False):
    if r["kind"] == "dichotomous":
        return bool(r["n"] and r["events"])
    interval = r["se"] or (r["ci_low"] and r["ci_high"] and r["ci_level"])
    if alone:
        return bool(r["n"] and r["mean"] and (r["sd"] or interval))
    return bool(r["mean"] and (interval or r["n"] and r["sd"]))


PAIR = S("study outcome outcome_name part timepoint_weeks timepoint_label kind is_change")


def poolable(r, outcomes, arms, queries):
    by = {(a["study"], a["arm"]): a for a in arms}
    me = by.get((r["study"], r["arm"]))
    if r["timepoint_weeks"] == "0":
        return "baseline"
    if me is None or standing(r, queries) == "error" or not complete(r):
        return "no"
    found = {comparison(me, by[(o["study"], o["arm"])]) for o in outcomes
             if o is not r and all(o[c] == r[c] for c in PAIR) and o["arm"] != r["arm"] and (o["study"], o["arm"]) in by
             and complete(o) and standing(o, queries) != "error"}
    if found & EFFECT:
        return "yes"
    if "ozone-both-arms" in found:
        return "ozone-vs-ozone"
    if "confounded" in found or "comparator-not-stated" in found:
        return "confounded"
    return "single-arm" if "ozone" in parts(me) and complete(r, True) and not standing(r, queries) else "no"


ENUM = {
    "studies.csv": {
        "design": DESIGN, "condition": CONDITION, "complication_report": S("yes no"), "kind": S("primary review laboratory background"),
        "isolates_ozone": S("yes no na"), "read_as": S("abstract full-text poster news secondary"),
        "publication_type": S("journal-article conference-abstract conference-poster thesis technical-report book-chapter "
                              "evidence-answer secondary-summary repository-record"),
        "blinding_code": S("double-blind single-blind assessor-blind open-label not-reported"),
        "url_kind": S("doi pubmed publisher repository index-record title-search document-copy")},
    "arms.csv": {
        "condition": CONDITION, "role": S("ozone comparator"), "components_certain": S("yes no"),
        "intervention": S("ozone ozone+steroid sham steroid local-anaesthetic discectomy radiofrequency physiotherapy "
                          "medication laser collagenase prp other"),
        "route": S("intradiscal intraforaminal epidural paravertebral-intramuscular intradiscal+intraforaminal facet "
                   "systemic caudal-epidural other"),
        "guidance": S("ct fluoroscopy ultrasound epiduroscopy ct-or-fluoroscopy") | {""}},
    "outcomes.csv": {"outcome": OUTCOME, "kind": S("continuous dichotomous"), "higher_is": S("worse better") | {""},
                     "is_change": S("0 1"), "poolable": S("yes ozone-vs-ozone confounded baseline single-arm no"),
                     "clock": S("start end not-stated"), "events_derived": S("yes no") | {""}},
    "contrasts.csv": {"outcome": OUTCOME, "measure": S("proportions means p-only direction-only"),
                      "p_relation": S("= < > not-stated") | {""},
                      "direction": S("favours-ozone no-difference favours-comparator not-stated")},
    "adverse_events.csv": {"serious": S("yes no not-stated"), "fatal": S("yes no not-stated"),
                           "denominator_kind": S("treated operated-later not-stated case-report registry")},
    "pooled.csv": {"condition": CONDITION, "outcome": OUTCOME, "controlled": S("yes no"),
                   "measure": S("RR OR SMD MD mean-change proportion-pct"),
                   "positive_is": S("favours-ozone favours-comparator improvement na"), "p_relation": S("= < >") | {""},
                   "model": S("random-effects fixed-effect random-effects-quality-weighted not-stated")},
    "appraisals.csv": {"tool": S("cochrane-rob-1 rob-2 jadad pedro amstar-2 cochrane-back-review-group "
                                 "narrative-appraisal not-stated")},
    "claims.csv": {"kind": S("efficacy mechanism safety citation practice"),
                   "verdict": S("supported partly-supported not-supported laboratory-evidence-only plausible-untested citation-not-located omits-known-harms"), "condition": CONDITION,
                   "outcome": OUTCOME | {""}, "citation_status": S("found not-found nearest-match not-cited"),
                   "source_kind": S("popular-article")},
    "mcid.csv": {"outcome": OUTCOME | {"any"}, "unit": S("points percent-change"), "use": S("within-person"), "default": S("yes no"),
                 "harmonised_default": S("yes no")},
    "between_group.csv": {"use": S("between-group"), "size": S("small medium large"), "lower_included": S("yes no"), "upper_included": S("yes no")},
    "included.csv": {"list_complete": S("yes no")},
    "conditions.csv": {"in_back_pain": S("yes no"), "parent": CONDITION | {""}},
    "outcome_measures.csv": {"domain": S("pain disability success quality-of-life harm use-of-care imaging other"),
                             "higher_is": S("worse better") | {""}},
    "data_queries.csv": {"severity": S("error doubt warning note"), "state": S("open resolved"), "outcome": OUTCOME | {""}},
    "registrations.csv": {"condition": CONDITION},
}
NUMERIC = S("n_randomised n_analysed age_mean age_sd pct_female max_followup_weeks ozone_ug_per_ml_min ozone_ug_per_ml_max "
            "scale_min scale_max timepoint_weeks n mean sd se ci_low ci_high median q1 q3 min max events estimate p_value "
            "n_events n_at_risk k i2 tau2 q mcid n_planned "
            "percent ci_level on_display lower upper range_min range_max order order_in_domain")
REQUIRED = {
    "studies.csv": "key title design condition url url_kind source_url locator", "arms.csv": "study arm label role intervention components route source_url locator",
    "outcomes.csv": "study arm outcome kind source_url locator", "contrasts.csv": "study arm_a arm_b outcome measure source_url locator",
    "adverse_events.csv": "study event source_url locator", "pooled.csv": "review comparison outcome measure estimate source_url locator",
    "claims.csv": "claim_key claim source_title", "data_queries.csv": "study field problem detail",
    "conditions.csv": "slug name plain_name order", "outcome_measures.csv": "slug name domain order_in_domain", "mcid.csv": "mcid citation_key source_url",
    "appraisals.csv": "study judgement judged_by source_url", "included.csv": "review citation source_url"}
KEYED = S("outcomes.csv contrasts.csv adverse_events.csv appraisals.csv pooled.csv included.csv data_queries.csv claims.csv mcid.csv "
          "between_group.csv")
BAD_PATH = re.compile(r"(?<![\w/])/(work|tmp|home|root|usr|var|mnt)/")
BAD_HOST = re.compile(r"https?://(\d{1,3}(\.\d{1,3}){3}|[^/ ]*(cricutcom-setup|anonyproxies|vukou\.com|weglot\.com|pages\.dev|peptidesolubility|lesionbucket))", re.I)


def err(*a):
    ERR.append(" ".join(str(x) for x in a))


def num(v):
    try:
        return float(v)
    except (TypeError, ValueError):
        return None



def main():
    T = {}
    for name in sorted(os.listdir(D)):
        if not name.endswith(".csv"):
            continue
        with open(os.path.join(D, name), encoding="utf-8", newline="") as fh:
            rows = list(csv.reader(fh, strict=True))
        head = rows[0]
        if len(head) != len(set(head)):
            err(name, "repeated column")
        seen = set()
        for i, r in enumerate(rows[1:], 2):
            if len(r) != len(head):
                err(name, "line", i, "has", len(r), "fields, header has", len(head))
            if tuple(r) in seen:
                err(name, "line", i, "exact repeat")
            seen.add(tuple(r))
        T[name] = [dict(zip(head, r)) for r in rows[1:]]
    for need in ("studies.csv", "arms.csv", "outcomes.csv"):
        if need not in T:
            err("missing file", need)
            T[need] = []

    # references.bib: entries, balanced braces, unique keys
    with open(os.path.join(D, "references.bib"), encoding="utf-8") as fh:
        bibtext = fh.read()
    bib = re.findall(r"^@\w+\{([^,\s]+),", bibtext, re.M)
    if len(bib) != len(set(bib)):
        err("references.bib: repeated key")
    for block in re.split(r"(?m)^(?=@)", bibtext):
        if block.strip() and block.count("{") != block.count("}"):
            err("references.bib: unbalanced braces near", block[:40].strip())

    studies = {}
    alias = set()
    for s in T["studies.csv"]:
        if s["key"] in studies:
            err("studies.csv: repeated key", s["key"])
        if not re.fullmatch(r"[a-z][a-z0-9]*", s["key"]):
            err("studies.csv: key form", s["key"])
        studies[s["key"]] = s
        alias |= set(filter(None, s["aliases"].split(";")))
        if bib.count(s["key"]) != 1:
            err("studies.csv: no single bib entry for", s["key"])
        if not re.match(r"https?://\S+$", s["url"]):
            err("studies.csv: url", s["key"], s["url"])
        if s["doi"] and (not re.fullmatch(r"10\.\d{4,9}/\S+", s["doi"]) or s["url"] != "https://doi.org/" + s["doi"]):
            err("studies.csv: doi / url", s["key"])
        if s["pmid"] and not s["pmid"].isdigit():
            err("studies.csv: pmid", s["key"])
        if s["pmid"] and not s["doi"] and s["url"] != "https://pubmed.ncbi.nlm.nih.gov/%s/" % s["pmid"]:
            err("studies.csv: pmid / url", s["key"])
        for c in filter(None, s["secondary_conditions"].split(";")):
            if c not in CONDITION:
                err("studies.csv: secondary condition", s["key"], c)
        if s["year"] and not re.fullmatch(r"(19|20)\d\d", s["year"]):
            err("studies.csv: year", s["key"])
    if alias & set(studies):
        err("an alias is also a key:", alias & set(studies))

    arms = {}
    for a in T["arms.csv"]:
        if (a["study"], a["arm"]) in arms:
            err("arms.csv: repeated arm", a["study"], a["arm"])
        arms[(a["study"], a["arm"])] = a

    # enumerations, numbers, required cells, hosts, keys
    for name, rows in T.items():
        for i, r in enumerate(rows, 2):
            at = "%s:%d" % (name, i)
            for c, ok in ENUM.get(name, {}).items():
                if r.get(c) not in ok:
                    err(at, c, "not in vocabulary:", repr(r.get(c)))
            for c in REQUIRED.get(name, "").split():
                if not r.get(c):
                    err(at, "empty", c)
            for c, v in r.items():
                if v and BAD_PATH.search(v):
                    err(at, c, "machine path")
                if c in NUMERIC and v and num(v) is None:
                    err(at, c, "not a number:", v)
                if v and BAD_HOST.search(v):
                    err(at, c, "mirror or proxy address", v[:80])
            for c in ("study", "review", "judged_by"):
                if r.get(c) and r[c] not in studies:
                    err(at, "unknown", c, r[c])
            for c in ("source_url", "url"):
                if r.get(c) and not re.match(r"https?://\S+$", r[c]):
                    err(at, c, "not a link")
            for c in ("arm", "arm_a", "arm_b"):
                st = studies.get(r.get("study"), {})
                if r.get(c) and st and st["design"] not in REVIEW and (r["study"], r[c]) not in arms:
                    err(at, "unknown arm", r["study"], r[c])
            lo, hi = num(r.get("ci_low")), num(r.get("ci_high"))
            mid = num(r.get("estimate")) if "estimate" in r else num(r.get("mean"))
            if lo is not None and hi is not None:
                if lo > hi:
                    err(at, "interval reversed")
                if mid is not None and not lo <= mid <= hi:
                    err(at, "interval does not contain the estimate")
            for c in ("sd", "se", "age_sd", "timepoint_weeks", "max_followup_weeks", "events", "n_events", "n", "k", "ozone_ug_per_ml_min"):
                if num(r.get(c)) is not None and num(r[c]) < 0:
                    err(at, c, "negative")
            for c in ("n", "events", "n_events", "n_at_risk", "n_randomised", "n_analysed"):
                if num(r.get(c)) is not None and num(r[c]) != int(num(r[c])):
                    err(at, c, "not whole")
            for a, b in (("events", "n"), ("n_events", "n_at_risk"), ("n_analysed", "n_randomised"), ("scale_min", "scale_max"),
                         ("q1", "q3"), ("min", "max"), ("ozone_ug_per_ml_min", "ozone_ug_per_ml_max")):
                x, y = num(r.get(a)), num(r.get(b))
                if x is not None and y is not None and x > y:
                    err(at, a, ">", b)
            for c in ("pct_female", "i2"):
                if num(r.get(c)) is not None and not 0 <= num(r[c]) <= 100:
                    err(at, c, "outside 0-100")
            pv = num(r.get("p_value"))
            if pv is not None and not 0 <= pv <= 1:
                err(at, "p outside 0-1")

    for i, r in enumerate(T["outcomes.csv"], 2):
        lo, hi, m = num(r["scale_min"]), num(r["scale_max"]), num(r["mean"])
        if r["is_change"] == "0" and None not in (lo, hi, m) and not lo <= m <= hi:
            err("outcomes.csv:%d mean outside its scale" % i)
        if r["poolable"] != poolable(r, T["outcomes.csv"], T["arms.csv"], T.get("data_queries.csv", [])):
            err("outcomes.csv:%d poolable is %s, the rule gives %s" % (i, r["poolable"], poolable(r, T["outcomes.csv"], T["arms.csv"], T.get("data_queries.csv", []))))
        pct, n, ev = num(r["percent"]), num(r["n"]), num(r["events"])
        if pct is not None and not 0 <= pct <= 100:
            err("outcomes.csv:%d percent outside 0-100" % i)
        if None not in (pct, n, ev) and n:
            step = 10 ** -len((r["percent"] + ".").split(".")[1])          # one unit in the last printed place: rounded or cut
            if abs(100 * ev / n - pct) >= step and not any(query_hits(q, r) for q in T.get("data_queries.csv", [])):
                err("outcomes.csv:%d percent %s against %g/%g, and no query says so" % (i, r["percent"], ev, n))
        if r["kind"] == "dichotomous" and bool(r["events"]) != bool(r["events_derived"]):
            err("outcomes.csv:%d events and events_derived disagree" % i)
        if r["ci_level"] and not r["ci_low"]:
            err("outcomes.csv:%d ci_level without an interval" % i)
        if r["outcome"] in ("other", "success-other") and not r["outcome_name"]:
            err("outcomes.csv:%d outcome_name empty" % i)
        if r["part"] and not SLUG.fullmatch(r["part"]):
            err("outcomes.csv:%d part is no slug" % i)
        if r["timepoint_weeks"] and 0 < num(r["timepoint_weeks"]) < 0.01:
            err("outcomes.csv:%d placeholder in timepoint_weeks" % i)
        if r["kind"] == "dichotomous" and (r["mean"] or r["sd"]):
            err("outcomes.csv:%d dichotomous row with a mean" % i)
        a = arms.get((r["study"], r["arm"]))
        if a and num(r["n"]) and num(a["n_randomised"]) and num(r["n"]) > num(a["n_randomised"]):
            err("outcomes.csv:%d n above the arm's randomised n" % i)
    for k, s in studies.items():
        tot = [num(a["n_randomised"]) for (st, _), a in arms.items() if st == k and not a["part_of"]]
        if tot and None not in tot and num(s["n_randomised"]) and sum(tot) != num(s["n_randomised"]):
            err("arms.csv: randomised arms of", k, "sum to", sum(tot), "not", s["n_randomised"])

    for c in T.get("claims.csv", []):
        for k in filter(None, c["verdict_evidence"].split(";")):
            if k not in studies:
                err("claims.csv: unknown evidence key", c["claim_key"], k)
    for r in T.get("mcid.csv", []):
        if r["citation_key"] not in bib:
            err("mcid.csv: citation_key without bib entry", r["citation_key"])
    for r in T.get("included.csv", []):
        if not (r["study"] or r["citation"]):
            err("included.csv: neither study nor citation")

    # row keys
    for name in sorted(KEYED & set(T)):
        seen = set()
        for i, r in enumerate(T[name], 2):
            key = r.get("row_key", "")
            if not re.fullmatch(r"[a-z0-9]+(--?[a-z0-9]+)*", key):
                err("%s:%d row_key form %r" % (name, i, key))
            if key in seen:
                err("%s:%d repeated row_key %s" % (name, i, key))
            seen.add(key)

    # arms: components, strata, parts, comparisons
    for (k, name), a in arms.items():
        listed = a["components"].split(";")
        if len(listed) != len(set(listed)) or not set(listed) <= COMPONENT:
            err("arms.csv: components", k, name, a["components"])
        if ("ozone" in listed) != (a["role"] == "ozone"):
            err("arms.csv: role and components disagree", k, name)
        want = {"steroid": "steroid", "sham": "sham", "ozone": "ozone", "local-anaesthetic": "local-anaesthetic", "laser": "laser"}.get(a["intervention"])
        if want and want not in listed or a["intervention"] == "ozone+steroid" and not {"ozone", "steroid"} <= set(listed):
            err("arms.csv: intervention and components disagree", k, name)
        if a["part_of"] and ((k, a["part_of"]) not in arms or a["part_of"] == name or arms[(k, a["part_of"])]["part_of"]):
            err("arms.csv: part_of does not resolve", k, name, a["part_of"])
        if a["part_of"] and not a["stratum"]:
            err("arms.csv: part_of without stratum", k, name)
        if a["stratum"] and not SLUG.fullmatch(a["stratum"]):
            err("arms.csv: stratum is no slug", k, name)
        if a["role"] == "comparator" and not any(comparison(o, a) for (st, _), o in arms.items() if st == k):
            err("arms.csv: no comparison can be derived for", k, name)
    for k, s in studies.items():
        mine = [a for (st, _), a in arms.items() if st == k]
        if s["isolates_ozone"] != isolates(mine):
            err("studies.csv: isolates_ozone of", k, "should be", isolates(mine))
        kind = {"systematic-review": "review", "meta-analysis": "review", "narrative-review": "review", "laboratory": "laboratory"}.get(s["design"])
        if kind and s["kind"] != kind or not kind and s["kind"] not in ("primary", "background"):
            err("studies.csv: kind", k, s["kind"])
        if s["cohort_group"] and sum(o["cohort_group"] == s["cohort_group"] for o in studies.values()) < 2:
            err("studies.csv: cohort_group of one", k)
    for i, r in enumerate(T.get("contrasts.csv", []), 2):
        a, b = arms.get((r["study"], r["arm_a"])), arms.get((r["study"], r["arm_b"]))
        if a and b:
            cls = comparison(a, b)
            if cls is None:
                err("contrasts.csv:%d no comparison can be derived" % i)
            if cls == "ozone-both-arms" and r["direction"].startswith("favours"):
                err("contrasts.csv:%d a direction for ozone with ozone in both arms" % i)
            if cls != "ozone-both-arms" and "ozone" not in parts(a):
                err("contrasts.csv:%d arm_a is not the ozone arm" % i)
        if num(r["p_value"]) is not None and r["direction"].startswith("favours") and (r["p_relation"] == ">" or num(r["p_value"]) > 0.05):
            err("contrasts.csv:%d direction %s against p %s" % (i, r["direction"], r["p"]))
        if "favours " in r["result_text"] and "where significant" not in r["result_text"]:
            said = "favours-comparator" if re.search(r"favours (physio|PTED|surg|steroid)", r["result_text"]) else "favours-ozone"
            if r["direction"] not in (said, "not-stated"):
                err("contrasts.csv:%d direction %s against the printed text" % (i, r["direction"]))
        if r["outcome"] in ("other", "success-other") and not r["outcome_name"]:
            err("contrasts.csv:%d outcome_name empty" % i)

    # conditions
    cond = {r["slug"]: r for r in (T["conditions.csv"] if "conditions.csv" in T else read("conditions.csv"))}
    for k, r in cond.items():
        seen, up = set(), k
        while up and up not in seen:
            seen.add(up)
            up = cond[up]["parent"] if up in cond else ""
        if up:
            err("conditions.csv: circle at", k)
        if (r["in_back_pain"] == "yes") != ("back-pain" in seen):
            err("conditions.csv: in_back_pain of", k)
    for name in ("conditions.csv", "outcome_measures.csv"):
        slugs = [r["slug"] for r in T.get(name, [])]
        if len(slugs) != len(set(slugs)):
            err(name, "repeated slug")

    # queries point at rows that exist
    for i, q in enumerate(T.get("data_queries.csv", []), 2):
        hits = [r for r in T["outcomes.csv"] if r["study"] == q["study"] and q["arm"] in ("", r["arm"]) and q["outcome"] in ("", r["outcome"])
                and q["timepoint_label"] in ("", r["timepoint_label"]) and q["part"] in ("", r["part"])]
        if not q["timepoint_label"]:
            hits += [r for r in T.get("contrasts.csv", []) if r["study"] == q["study"] and q["arm"] in ("", r["arm_a"], r["arm_b"])
                     and q["outcome"] in ("", r["outcome"]) and q["part"] in ("", r["part"])]
        if (q["outcome"] or q["timepoint_label"] or q["part"]) and not hits:
            err("data_queries.csv:%d points at no result: %s" % (i, q["row_key"]))
        if q["severity"] in ("error", "doubt") and q["state"] == "open" and not q["outcome"]:
            err("data_queries.csv:%d an open %s names no outcome" % (i, q["severity"]))
        if q["severity"] == "note" and q["state"] != "resolved":
            err("data_queries.csv:%d a note is open" % i)

    # harms, reviews, thresholds
    for i, r in enumerate(T.get("adverse_events.csv", []), 2):
        if r["denominator_kind"] in ("treated", "operated-later", "registry") and not r["n_at_risk"]:
            err("adverse_events.csv:%d denominator kind without n_at_risk" % i)
        if r["denominator_kind"] in ("case-report", "not-stated") and r["n_at_risk"]:
            err("adverse_events.csv:%d n_at_risk with denominator kind %s" % (i, r["denominator_kind"]))
        if not r["n_events"] and "Not counted" not in r["note"]:
            err("adverse_events.csv:%d empty n_events, note does not say not counted" % i)
        if not r["arm"] and studies.get(r["study"], {}).get("kind") != "review":
            err("adverse_events.csv:%d arm empty in a primary study" % i)
    for name in ("included.csv", "claims.csv"):
        for r in T.get(name, []):
            if name == "included.csv" and len({o["list_complete"] for o in T[name] if o["review"] == r["review"]}) != 1:
                err("included.csv: list_complete differs within", r["review"])
    for o in {r["outcome"] for r in T.get("mcid.csv", [])}:
        if sum(r["default"] == "yes" for r in T["mcid.csv"] if r["outcome"] == o) > 1:
            err("mcid.csv: more than one default for", o)
    if "mcid.csv" in T and sum(r["harmonised_default"] == "yes" for r in T["mcid.csv"]) != 1:
        err("mcid.csv: harmonised_default is not one row")

    for e in ERR:
        print("ERROR", e)
    print("files %d, rows %d, studies %d, bib entries %d, errors %d" % (len(T), sum(map(len, T.values())), len(studies), len(bib), len(ERR)))
    sys.exit(1 if ERR else 0)


if __name__ == "__main__":
    main()
