"""Forms by where a table was copied from: PDF, spreadsheet, word processor, CSV, Markdown, HTML, fixed width."""

from tests.studies.curation.pasting.table_forms import BRACKETED, MEANS, P_VALUES, form

_STARRED = MEANS.replace("2.8 ± 0.9 |", "2.8 ± 0.9* |")

COPIED = (
    form(
        "PDF, single spaces, caption first",
        """
Table 2. Pain (VAS 0-10), mean ± SD
Ozone (n = 30) Steroid (n = 28) P value
Baseline 7.2 ± 1.1 7.4 ± 1.3 0.54
1 month 3.1 ± 1.0 4.0 ± 1.2 0.003
3 months 2.8 ± 0.9* 4.1 ± 1.4 < 0.001
* P < 0.05 against baseline""",
        _STARRED + P_VALUES,
    ),
    form(
        "PDF, ragged columns",
        """
Table 3 Outcomes at follow-up, mean (SD)
                        Ozone group      Steroid group     P
                         (n = 30)          (n = 28)
VAS  baseline   7.2 (1.1)    7.4 (1.3)    0.54
   1 month    3.1 (1.0)  4.0 (1.2)  0.003
   3 months     2.8 (0.9)   4.1 (1.4)    < 0.001
ODI (%) baseline      45.2 (10.1)   44.8 (9.7)  0.88
   3 months   20.4 (8.8) 28.1 (9.9)  0.002""",
        BRACKETED
        + P_VALUES
        + """
        ozone odi 0 | 45.2 (10.1) | mean 45.2 sd 10.1 n 30 scale_max 100
        steroid odi 0 | 44.8 (9.7) | mean 44.8 sd 9.7 n 28
        ozone steroid odi 0 | 0.88 | = 0.88
        ozone odi 13.035 | 20.4 (8.8) | mean 20.4 sd 8.8
        steroid odi 13.035 | 28.1 (9.9) | mean 28.1 sd 9.9
        ozone steroid odi 13.035 | 0.002 | = 0.002
        """,
    ),
    form(
        "caption as the first line",
        """
Table 2: Visual analogue scale after treatment (values are mean ± SD)
Time\tOzone\tSteroid
Baseline\t7.2 ± 1.1\t7.4 ± 1.3
1 month\t3.1 ± 1.0\t4.0 ± 1.2
3 months\t2.8 ± 0.9\t4.1 ± 1.4""",
        MEANS,
    ),
    form(
        "tabs from Excel",
        """
Outcome\tOzone (n=30)\tSteroid (n=28)\tP
VAS, mean ± SD\t\t\t
Baseline\t7.2 ± 1.1\t7.4 ± 1.3\t0.54
1 month\t3.1 ± 1.0\t4.0 ± 1.2\t0.003
3 months\t2.8 ± 0.9\t4.1 ± 1.4\t< 0.001""",
        MEANS + P_VALUES,
    ),
    form(
        "Word, line breaks in cells",
        """
Outcome\tOzone
(n = 30)\tSteroid
(n = 28)\tP
VAS,\x0bmean ± SD
Baseline\t7.2
± 1.1\t7.4
± 1.3\t0.54
1 month\t3.1 ± 1.0\t4.0 ± 1.2\t0.003
3 months\t2.8 ± 0.9\t4.1 ± 1.4\t< 0.001""",
        MEANS + P_VALUES,
    ),
    form(
        "CSV with quotes",
        """
"Outcome","Ozone, n = 30","Steroid, n = 28","P value"
"VAS, mean ± SD, baseline","7.2 ± 1.1","7.4 ± 1.3","0.54"
"VAS, mean ± SD, 1 month",3.1 ± 1.0,"4.0 ± 1.2",0.003
"VAS, mean ± SD,
3 months",2.8 ± 0.9,4.1 ± 1.4,"< 0.001\"""",
        MEANS + P_VALUES,
    ),
    form(
        "CSV with semicolons and decimal commas",
        """
Time;Ozone;Steroid
VAS baseline, mean (SD);7,2 (1,1);7,4 (1,3)
VAS 1 month, mean (SD);3,1 (1,0);4,0 (1,2)
VAS 3 months, mean (SD);2,8 (0,9);4,1 (1,4)""",
        "\n".join(
            f"{subject}|{cell.replace('.', ',')}|{values}"
            for subject, cell, values in (line.split("|") for line in BRACKETED.split("\n") if line.strip())
        ),
    ),
    form(
        "Markdown",
        """
**Table 2** Pain (VAS), mean ± SD

| Time | Ozone (n=30) | Steroid (n=28) | P |
|:-----|-------------:|---------------:|---|
| Baseline | 7.2 ± 1.1 | 7.4 ± 1.3 | 0.54 |
| **1 month** | 3.1 ± 1.0 | 4.0 ± 1.2 | 0.003 |
| 3 months | 2.8 ± 0.9 | 4.1 ± 1.4 | < 0.001 |""",
        MEANS + P_VALUES,
    ),
    form(
        "HTML source",
        """
<div><script>var a = "<td>9.9</td>";</script>
<table class="t"><caption>Table 2. Mean (SD) scores</caption>
<thead><tr><th rowspan="2">Outcome</th><th colspan="2">Ozone</th><th colspan="2">Steroid</th></tr>
<tr><th>Baseline<th>3 months</th><th>Baseline</th><th>3&nbsp;months</th></tr></thead>
<tbody><tr><td>VAS</td><td>7.2 (1.1)</td><td>2.8 (0.9)<sup>a</sup></td><td>7.4 (1.3)</td><td>4.1 (1.4)</td></tr>
<tr><td>ODI, %</td><td>45.2 (10.1)</td><td>20.4 (8.8)<sup>1</sup></td><td>44.8 (9.7)<td>28.1 (9.9)
</tbody></table></div>""",
        """
        ozone vas 0 | 7.2 (1.1) | mean 7.2 sd 1.1
        ozone vas 13.035 | 2.8 (0.9)^a | mean 2.8 sd 0.9
        steroid vas 0 | 7.4 (1.3) | mean 7.4 sd 1.3
        steroid vas 13.035 | 4.1 (1.4) | mean 4.1 sd 1.4
        ozone odi 0 | 45.2 (10.1) | mean 45.2 sd 10.1
        ozone odi 13.035 | 20.4 (8.8)^1 | mean 20.4 sd 8.8
        steroid odi 0 | 44.8 (9.7) | mean 44.8 sd 9.7
        steroid odi 13.035 | 28.1 (9.9) | mean 28.1 sd 9.9
        """,
    ),
    form(
        "fixed width, with an empty cell",
        """
VAS, mean (SD)
             Baseline    1 month     3 months
Ozone        7.2 (1.1)   3.1 (1.0)   2.8 (0.9)
Steroid      7.4 (1.3)               4.1 (1.4)
Ozone ODI    45 (10)     30 (8)      20 (7)""",
        """
        ozone vas 0 | 7.2 (1.1) | mean 7.2 sd 1.1
        ozone vas 4.345 | 3.1 (1.0) | mean 3.1 sd 1.0
        ozone vas 13.035 | 2.8 (0.9) | mean 2.8 sd 0.9
        steroid vas 0 | 7.4 (1.3) | mean 7.4 sd 1.3
        steroid vas 13.035 | 4.1 (1.4) | mean 4.1 sd 1.4
        ozone odi 0 | 45 (10) | mean 45 sd 10
        ozone odi 4.345 | 30 (8) | mean 30 sd 8
        ozone odi 13.035 | 20 (7) | mean 20 sd 7
        """,
    ),
    form(
        "PDF, single spaces, an empty cell",
        """
Ozone Steroid P
VAS baseline 7.2 ± 1.1 7.4 ± 1.3 0.54
VAS 1 month 3.1 ± 1.0 0.003
mean ± SD""",
        """
        ozone vas 0 | 7.2 ± 1.1 | mean 7.2 sd 1.1
        steroid vas 0 | 7.4 ± 1.3 | mean 7.4 sd 1.3
        ozone steroid vas 0 | 0.54 | = 0.54
        """,
        "VAS 1 month 3.1 ± 1.0 0.003",
    ),
)
