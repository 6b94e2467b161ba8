"""What the rules give on the data in fixtures/evidence, computed apart from the product (standard library and this folder's validate.py only).

python3 make_expected.py [DIRECTORY]   writes classes.csv, effects.csv and counts.csv (default: expected/ beside this file)

classes.csv: every pair of arms of a study with ozone on one side at least (an arm with its own part, and arms of different strata, are no pair).
effects.csv: every pair of complete results of one outcome, name, part and time in a class that isolates ozone. `count_rule`: printed, rounded, cut (a count that follows from a percentage of the arm's people) or people-analysed-unknown
(the largest number of people, at least 80% of the arm's, that fits every percentage of the arm: an assumption). `state`: in, doubted (an open doubt: shown beside, in no pool) or out (an open error). RR by z; MD by Welch's t where n and SD are printed, else by z; pain on 0-100.
"""
import csv, math, os, sys
import validate as v

HERE = os.path.dirname(os.path.abspath(__file__)); OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "expected"); os.makedirs(OUT, exist_ok=True)
R = lambda n: v.read(n)
studies = {s["key"]: s for s in R("studies.csv")}; arms = R("arms.csv"); outcomes = R("outcomes.csv"); queries = R("data_queries.csv")
measures = {m["slug"]: m for m in R("outcome_measures.csv")}; by = {(a["study"], a["arm"]): a for a in arms}


def write(name, names, rows):
    with open(os.path.join(OUT, name), "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, names, lineterminator="\n"); w.writeheader(); w.writerows(rows)


def t_quantile(df):  # two-sided 5%, by bisection on the regularised incomplete beta (continued fraction)
    def betacf(a, b, x):
        c, d = 1.0, 1 - (a + b) * x / (a + 1); d = 1 / d; h = d
        for m in range(1, 300):
            n = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)); d = 1 / (1 + n * d); c = 1 + n / c; h *= d * c
            n = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)); d = 1 / (1 + n * d); c = 1 + n / c; k = d * c; h *= k
            if abs(k - 1) < 1e-15: break
        return h
    def ib(a, b, x):
        if x <= 0 or x >= 1: return min(max(x, 0), 1)
        f = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x))
        return f * betacf(a, b, x) / a if x < (a + 1) / (a + b + 2) else 1 - f * betacf(b, a, 1 - x) / b
    lo, hi = 1.0, 1000.0
    for _ in range(200):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if ib(df / 2, .5, df / (df + mid * mid)) > .05 else (lo, mid)
    return lo


def counted(row):
    """(events, n, rule) of a dichotomous row; events None where nothing fits."""
    if row["events"] and row["n"]:
        return int(row["events"]), int(row["n"]), "rounded" if row["events_derived"] == "yes" else "printed"
    arm = by[row["study"], row["arm"]]; n = row["n"] or ("" if row["part"] else arm["n_analysed"] or arm["n_randomised"])
    if not (row["percent"] and n):
        return None, None, ""
    def fits(text, people, cut):
        unit, p = 10.0 ** -(len(text.split(".")[1]) if "." in text else 0), float(text)
        low, high = (p, p + unit) if cut else (p - unit / 2, p + unit / 2)
        return [k for k in range(people + 1) if low - 1e-9 <= 100 * k / people < high - (1e-9 if cut else -1e-9)]
    n, p = int(n), float(row["percent"])
    for rule, cut in (("rounded", False), ("cut", True)):
        fit = fits(row["percent"], n, cut)
        if fit:
            return (min(fit, key=lambda k: abs(100 * k / n - p)), n, rule) if len(fit) <= 3 else (None, n, "several")
    texts = [o["percent"] for o in outcomes if o["study"] == row["study"] and o["arm"] == row["arm"] and o["percent"] and not o["part"]]
    for people in range(n, int(0.8 * n + 0.999) - 1, -1):
        if all(fits(x, people, False) for x in texts):
            return min(fits(row["percent"], people, False), key=lambda k: abs(100 * k / people - p)), people, "people-analysed-unknown"
    return None, n, "none"


classes, effects = [], []
for a in arms:
    for b in arms:
        c = v.comparison(a, b)
        if c and "ozone" in v.parts(a) and ("ozone" not in v.parts(b) or a["arm"] < b["arm"]):
            x, y = v.parts(a), v.parts(b)
            classes.append({"study": a["study"], "design": studies[a["study"]]["design"], "condition": a["condition"], "stratum": a["stratum"], "ozone_arm": a["arm"], "comparator_arm": b["arm"],
                            "in_both": ";".join(sorted(x & y)), "only_ozone_arm": ";".join(sorted(x - y)), "only_comparator": ";".join(sorted(y - x)), "class": c})
for r in outcomes:
    for s in outcomes:
        if r["arm"] == s["arm"] or any(r[k] != s[k] for k in v.PAIR) or r["timepoint_weeks"] == "0" or "ozone" not in v.parts(by[r["study"], r["arm"]]):
            continue
        c = v.comparison(by[r["study"], r["arm"]], by[s["study"], s["arm"]])
        if c not in v.EFFECT:
            continue
        worst = {v.standing(r, queries), v.standing(s, queries)}
        row = {"study": r["study"], "design": studies[r["study"]]["design"], "condition": by[r["study"], r["arm"]]["condition"], "stratum": by[r["study"], r["arm"]]["stratum"], "route": by[r["study"], r["arm"]]["route"],
               "ozone_arm": r["arm"], "comparator_arm": s["arm"], "class": c, "outcome": r["outcome"], "outcome_name": r["outcome_name"], "part": r["part"], "timepoint_weeks": r["timepoint_weeks"],
               "timepoint_label": r["timepoint_label"], "is_change": r["is_change"], "state": "out" if "error" in worst else "doubted" if "doubt" in worst else "in"}
        if r["kind"] == "dichotomous":
            (e1, n1, how1), (e2, n2, how2) = counted(r), counted(s)
            if e1 is None or e2 is None or 0 in (e1, e2):
                continue
            rr = math.log(e1 / n1 / (e2 / n2)); se = math.sqrt(1 / e1 - 1 / n1 + 1 / e2 - 1 / n2); order = ["printed", "rounded", "cut", "people-analysed-unknown"]
            row |= {"measure": "RR", "ozone": "%d/%d" % (e1, n1), "comparator": "%d/%d" % (e2, n2), "count_rule": max(how1, how2, key=order.index),
                    "estimate": math.exp(rr), "ci_low": math.exp(rr - 1.959963984540054 * se), "ci_high": math.exp(rr + 1.959963984540054 * se)}
        else:
            def spread(q):
                if q["sd"] and q["n"]: return float(q["sd"]) / math.sqrt(int(q["n"])), int(q["n"])
                if q["se"]: return float(q["se"]), int(q["n"]) if q["n"] else None
                if q["ci_low"] and q["ci_high"] and q["ci_level"] == "95": return (float(q["ci_high"]) - float(q["ci_low"])) / 2 / 1.959963984540054, int(q["n"]) if q["n"] else None
                return None, None
            if not (r["mean"] and s["mean"]): continue
            (s1, n1), (s2, n2) = spread(r), spread(s); m = measures[r["outcome"]]
            if s1 is None or s2 is None: continue
            low, high = r["scale_min"] or m["range_min"], r["scale_max"] or m["range_max"]
            k = 100 / (float(high) - float(low)) if low and high and m["domain"] == "pain" else 1.0
            d, se = k * (float(r["mean"]) - float(s["mean"])), k * math.hypot(s1, s2)
            q = t_quantile((s1 ** 2 + s2 ** 2) ** 2 / (s1 ** 4 / (n1 - 1) + s2 ** 4 / (n2 - 1))) if n1 and n2 and r["sd"] and s["sd"] else 1.959963984540054
            show = lambda x: "%s (%s)%s" % (x["mean"], "SD " + x["sd"] if x["sd"] else "95%% CI %s to %s" % (x["ci_low"], x["ci_high"]) if x["ci_low"] else "SE " + x["se"], " n=" + x["n"] if x["n"] else "")
            row |= {"measure": "MD", "ozone": show(r), "comparator": show(s), "count_rule": "", "estimate": d, "ci_low": d - q * se, "ci_high": d + q * se}
        for f in ("estimate", "ci_low", "ci_high"): row[f] = "%.6g" % row[f]
        effects.append(row)
write("classes.csv", list(classes[0]), classes); write("effects.csv", list(effects[0]), effects)
back = {c["slug"] for c in R("conditions.csv") if c["in_back_pain"] == "yes"}
iso = [k for k, s in studies.items() if s["kind"] == "primary" and s["isolates_ozone"] == "yes" and any(x["study"] == k and "ozone" in v.parts(x) and x["condition"] in back for x in arms)]
use = [e for e in effects if e["state"] == "in" and e["condition"] in back]
counts = [("studies", len(studies)), ("primary studies", sum(s["kind"] == "primary" for s in studies.values())), ("arms", len(arms)), ("results", len(outcomes)), ("printed contrasts", len(R("contrasts.csv"))), ("adverse events", len(R("adverse_events.csv"))),
          ("data queries", len(queries)), ("studies that isolate ozone in the back", len(iso)), ("of these randomised", sum(studies[k]["design"] == "rct" for k in iso)), ("effects in, back", len(use)), ("studies with an effect in, back", len({e["study"] for e in use})),
          ("of these randomised ", len({e["study"] for e in use if e["design"] == "rct"})), ("effects doubted", sum(e["state"] == "doubted" for e in effects)), ("effects out", sum(e["state"] == "out" for e in effects)),
          ("pairs of arms", len(classes)), ("pairs with ozone in both arms", sum(c["class"] == "ozone-both-arms" for c in classes)), ("pairs confounded", sum(c["class"] == "confounded" for c in classes))]
write("counts.csv", ["what", "count"], [{"what": w.strip(), "count": n} for w, n in counts])
for w, n in counts: print(n, w)
