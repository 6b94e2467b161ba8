"""Forms by how numbers are printed: notations, merged headings, changes, P values, marks, units, orientations."""

from tests.studies.curation.pasting.table_forms import form

PRINTED = (
    form(
        "n (%)",
        """
Outcome\tOzone\tSteroid
Excellent or good (MacNab), n (%), 3 months\t24 (80.0)\t15 (53.6)
Excellent or good (MacNab), n (%), 6 months\t26 (86.7%)\t14 (50%)""",
        """
        ozone macnab 13.035 | 24 (80.0) | events 24 percent 80.0
        steroid macnab 13.035 | 15 (53.6) | events 15 percent 53.6
        ozone macnab 26.07 | 26 (86.7%) | events 26 percent 86.7
        steroid macnab 26.07 | 14 (50%) | events 14 percent 50
        """,
    ),
    form(
        "n/N (%)",
        """
MacNab\tOzone\tSteroid
1 month\t20/30\t11/28
3 months\t24/30 (80.0)\t15/28 (53.6%)
6 months\t26 of 30 (86.7)\t50% (14/28)""",
        """
        ozone macnab 4.345 | 20/30 | events 20 n 30
        steroid macnab 4.345 | 11/28 | events 11 n 28
        ozone macnab 13.035 | 24/30 (80.0) | events 24 n 30 percent 80.0
        steroid macnab 13.035 | 15/28 (53.6%) | events 15 n 28 percent 53.6
        ozone macnab 26.07 | 26 of 30 (86.7) | events 26 n 30 percent 86.7
        steroid macnab 26.07 | 50% (14/28) | events 14 n 28 percent 50
        """,
    ),
    form(
        "median (IQR)",
        """
Median (IQR)\tOzone\tSteroid
VAS 3 months\t3.1 (2.0\u20134.2)\t4.0 (3.0 to 5.0)
ODI 3 months\t30 [20; 40]\t35 (9)""",
        """
        ozone vas 13.035 | 3.1 (2.0\u20134.2) | median 3.1 q1 2.0 q3 4.2
        steroid vas 13.035 | 4.0 (3.0 to 5.0) | median 4.0 q1 3.0 q3 5.0
        ozone odi 13.035 | 30 [20; 40] | median 30 q1 20 q3 40
        """,
        "35 (9)",
    ),
    form(
        "median [range]",
        """
VAS, median [range]\tOzone\tSteroid
Baseline\t7 [4; 9]\t8 [5-10]
3 months\t3 [0; 8]\t4 [1-9]""",
        """
        ozone vas 0 | 7 [4; 9] | median 7 minimum 4 maximum 9
        steroid vas 0 | 8 [5-10] | median 8 minimum 5 maximum 10
        ozone vas 13.035 | 3 [0; 8] | median 3 minimum 0 maximum 8
        steroid vas 13.035 | 4 [1-9] | median 4 minimum 1 maximum 9
        """,
    ),
    form(
        "mean ± SD explained in a note below",
        """
Group\tVAS baseline\tVAS 3 months
Ozone\t7.2 ± 1.1\t3.1 +/- 1.0
Steroid\t7.4\u00b11.3\t4.0 ± 1.2
Values are mean ± SD. SD: standard deviation; SE: standard error.""",
        """
        ozone vas 0 | 7.2 ± 1.1 | mean 7.2 sd 1.1
        ozone vas 13.035 | 3.1 +/- 1.0 | mean 3.1 sd 1.0
        steroid vas 0 | 7.4\u00b11.3 | mean 7.4 sd 1.3
        steroid vas 13.035 | 4.0 ± 1.2 | mean 4.0 sd 1.2
        """,
    ),
    form(
        "wide mean | SD | mean | SD, two lines of headings, merged",
        """
\tOzone\tSteroid\tP
\tMean\tSD\tMean\tSD
VAS baseline\t7.2\t1.1\t7.4\t1.3\t0.5
VAS 3 months\t3.1\t1.0\t4.0\t1.2\t0.02""",
        """
        ozone vas 0 | 7.2 | mean 7.2
        ozone vas 0 | 1.1 | sd 1.1
        steroid vas 0 | 7.4 | mean 7.4
        steroid vas 0 | 1.3 | sd 1.3
        ozone steroid vas 0 | 0.5 | = 0.5
        ozone vas 13.035 | 3.1 | mean 3.1
        ozone vas 13.035 | 1.0 | sd 1.0
        steroid vas 13.035 | 4.0 | mean 4.0
        steroid vas 13.035 | 1.2 | sd 1.2
        ozone steroid vas 13.035 | 0.02 | = 0.02
        """,
    ),
    form(
        "wide mean | SD in one line of headings",
        """
Outcome\tOzone mean\tSD\tSteroid mean\tSD
VAS 3 months\t3.1\t1.0\t4.0\t1.2""",
        """
        ozone vas 13.035 | 3.1 | mean 3.1
        ozone vas 13.035 | 1.0 | sd 1.0
        steroid vas 13.035 | 4.0 | mean 4.0
        steroid vas 13.035 | 1.2 | sd 1.2
        """,
    ),
    form(
        "PDF, wide mean SD mean SD with P",
        """
Table 2 Scores
Ozone (n = 30) Steroid (n = 28) P
Mean SD Mean SD
VAS baseline 7.2 1.1 7.4 1.3 0.5
3 months 3.1 1.0 4.0 1.2 <0.001""",
        """
        ozone vas 0 | 7.2 | mean 7.2 n 30
        ozone vas 0 | 1.1 | sd 1.1
        steroid vas 0 | 7.4 | mean 7.4 n 28
        steroid vas 0 | 1.3 | sd 1.3
        ozone steroid vas 0 | 0.5 | = 0.5
        ozone vas 13.035 | 3.1 | mean 3.1
        ozone vas 13.035 | 1.0 | sd 1.0
        steroid vas 13.035 | 4.0 | mean 4.0
        steroid vas 13.035 | 1.2 | sd 1.2
        ozone steroid vas 13.035 | <0.001 | < 0.001
        """,
    ),
    form(
        "change from baseline",
        """
Group\tMean VAS baseline\tMean VAS 3 months\tMean change\tP (within group)
Ozone\t7.2\t3.1\t\u22124.1\t<0.001
Steroid\t7.4\t4.0\t\u22123.4\t<0.001""",
        """
        ozone vas 0 | 7.2 | mean 7.2
        ozone vas 13.035 | 3.1 | mean 3.1
        change ozone vas 13.035 | \u22124.1 | mean -4.1
        steroid vas 0 | 7.4 | mean 7.4
        steroid vas 13.035 | 4.0 | mean 4.0
        change steroid vas 13.035 | \u22123.4 | mean -3.4
        """,
        "<0.001",
        "<0.001",
    ),
    form(
        "change and reduction as lines",
        """
Change from baseline\tOzone\tSteroid\tP
VAS, 1 month, mean (95% CI)\t\u22124.1 (\u22124.8 to \u22123.4)\t\u22123.0 (\u22123.6 to \u22122.4)\t0.01
VAS reduction, 3 months, mean (SD)\t4.4 (1.1)\t3.3 (1.3)\t0.02
ODI improvement, 3 months, mean (SD)\t20 (9)\t15 (8)\t
ODI, % change, 3 months, mean (SD)\t44 (9)\t33 (8)\t""",
        """
        change ozone vas 4.345 | \u22124.1 (\u22124.8 to \u22123.4) | mean -4.1 ci_low -4.8 ci_high -3.4 ci_level 95
        change steroid vas 4.345 | \u22123.0 (\u22123.6 to \u22122.4) | mean -3.0 ci_low -3.6 ci_high -2.4 ci_level 95
        ozone steroid vas 4.345 | 0.01 | = 0.01
        change ozone vas 13.035 | 4.4 (1.1) | mean -4.4 sd 1.1
        change steroid vas 13.035 | 3.3 (1.3) | mean -3.3 sd 1.3
        ozone steroid vas 13.035 | 0.02 | = 0.02
        """,
        *("20 (9)", "15 (8)", "44 (9)", "33 (8)"),
    ),
    form(
        "P columns under each time, and a line of P",
        """
\tBaseline\t\t\t3 months\t\t
\tOzone\tSteroid\tP\tOzone\tSteroid\tP
VAS, mean ± SD\t7.2 ± 1.1\t7.4 ± 1.3\tNS\t3.1 ± 1.0\t4.0 ± 1.2\tp<.05*""",
        """
        ozone vas 0 | 7.2 ± 1.1 | mean 7.2 sd 1.1
        steroid vas 0 | 7.4 ± 1.3 | mean 7.4 sd 1.3
        ozone steroid vas 0 | NS | NS
        ozone vas 13.035 | 3.1 ± 1.0 | mean 3.1 sd 1.0
        steroid vas 13.035 | 4.0 ± 1.2 | mean 4.0 sd 1.2
        ozone steroid vas 13.035 | p<.05* | < 0.05
        """,
    ),
    form(
        "arms as lines, times as columns, P as a line",
        """
VAS, mean (SD)\tBaseline\t1 month\tP over time
Ozone\t7.2 (1.1)\t3.1 (1.0)\t<0.01
Steroid\t7.4 (1.3)\t4.0 (1.2)\t<0.02
P between groups\t0.54\t0.003\t""",
        """
        ozone vas 0 | 7.2 (1.1) | mean 7.2 sd 1.1
        ozone vas 4.345 | 3.1 (1.0) | mean 3.1 sd 1.0
        steroid vas 0 | 7.4 (1.3) | mean 7.4 sd 1.3
        steroid vas 4.345 | 4.0 (1.2) | mean 4.0 sd 1.2
        ozone steroid vas 0 | 0.54 | = 0.54
        ozone steroid vas 4.345 | 0.003 | = 0.003
        """,
        "<0.01",
        "<0.02",
    ),
    form(
        "a scale named once and carried on",
        """
Mean ± SD\tOzone\tSteroid
VAS baseline\t7.2 ± 1.1\t7.4 ± 1.3
1 month\t3.1 ± 1.0\t4.0 ± 1.2
ODI baseline\t45 ± 10\t44 ± 9
1 month\t30 ± 8\t33 ± 9""",
        """
        ozone vas 0 | 7.2 ± 1.1 | mean 7.2 sd 1.1
        steroid vas 0 | 7.4 ± 1.3 | mean 7.4 sd 1.3
        ozone vas 4.345 | 3.1 ± 1.0 | mean 3.1 sd 1.0
        steroid vas 4.345 | 4.0 ± 1.2 | mean 4.0 sd 1.2
        ozone odi 0 | 45 ± 10 | mean 45 sd 10
        steroid odi 0 | 44 ± 9 | mean 44 sd 9
        ozone odi 4.345 | 30 ± 8 | mean 30 sd 8
        steroid odi 4.345 | 33 ± 9 | mean 33 sd 9
        """,
    ),
    form(
        "footnote marks",
        """
VAS, mean ± SD\tOzone\u2020\tSteroid
1 month\t3.1* ± 1.0\t4.0 ± 1.2a
3 months\t2.8 ± 0.9\u2021\t4.1 ± 1.4\u00b9
6 months\t2.5 ± 0.8 a,b\t4.2 ± 1.5**""",
        """
        ozone vas 4.345 | 3.1* ± 1.0 | mean 3.1 sd 1.0
        steroid vas 4.345 | 4.0 ± 1.2a | mean 4.0 sd 1.2
        ozone vas 13.035 | 2.8 ± 0.9\u2021 | mean 2.8 sd 0.9
        steroid vas 13.035 | 4.1 ± 1.4\u00b9 | mean 4.1 sd 1.4
        ozone vas 26.07 | 2.5 ± 0.8 a,b | mean 2.5 sd 0.8
        steroid vas 26.07 | 4.2 ± 1.5** | mean 4.2 sd 1.5
        """,
    ),
    form(
        "minus signs and dashes",
        """
Change in VAS, mean (95% CI)\tOzone\tSteroid
1 month\t\u22124.1 (\u22124.8\u2013\u22123.4)\t-3.0 (-3.6, -2.4)
3 months\t\u20134.4 (\u20135.1 to \u20133.7)\t\u2014
6 months\tNR\t\u2212""",
        """
        change ozone vas 4.345 | \u22124.1 (\u22124.8\u2013\u22123.4) | mean -4.1 ci_low -4.8 ci_high -3.4
        change steroid vas 4.345 | -3.0 (-3.6, -2.4) | mean -3.0 ci_low -3.6 ci_high -2.4
        change ozone vas 13.035 | \u20134.4 (\u20135.1 to \u20133.7) | mean -4.4 ci_low -5.1 ci_high -3.7
        """,
    ),
    form(
        ">=50% reduction is a count",
        """
\tOzone\tSteroid
NRS at 3 months, mean (SD)\t3.1 (1.0)\t4.0 (1.2)
>=50% reduction in NRS at 3 months, n (%)\t20 (66.7)\t12 (42.9)
\u226550% reduction in NRS at 6 months\t20/30\t43%
At least 30% relief on NRS, 6 months\t2.1\t3 ± 1""",
        """
        ozone nrs 13.035 | 3.1 (1.0) | mean 3.1 sd 1.0
        steroid nrs 13.035 | 4.0 (1.2) | mean 4.0 sd 1.2
        ozone - 13.035 | 20 (66.7) | events 20 percent 66.7
        steroid - 13.035 | 12 (42.9) | events 12 percent 42.9
        ozone - 26.07 | 20/30 | events 20 n 30
        steroid - 26.07 | 43% | percent 43
        """,
        "2.1",
        "3 ± 1",
    ),
    form(
        "units and people in headings, times in two lines",
        """
\tVAS (0\u2013100 mm), mean (SD)\t\tODI, %, mean (SD)\t
Group\t3 months\t12 weeks\t3 months\t1 year
Ozone (n = 30)\t31.2 (12.1)\t30.1 (11)\t30.1 (8.8)\t28 (8)
Steroid (n = 28)\t40.5 (19)\t41 (18)\t33 (9)\t32 (9)""",
        """
        ozone vas 13.035 | 31.2 (12.1) | mean 31.2 sd 12.1 n 30 scale_max 100
        ozone vas 12 | 30.1 (11) | mean 30.1 sd 11 scale_max 100
        ozone odi 13.035 | 30.1 (8.8) | mean 30.1 sd 8.8 scale_max 100
        ozone odi 52.14 | 28 (8) | mean 28 sd 8
        steroid vas 13.035 | 40.5 (19) | mean 40.5 sd 19 n 28
        steroid vas 12 | 41 (18) | mean 41 sd 18
        steroid odi 13.035 | 33 (9) | mean 33 sd 9
        steroid odi 52.14 | 32 (9) | mean 32 sd 9
        """,
    ),
    form(
        "people at entry beside outcomes, n as a line",
        """
Characteristic\tOzone\tSteroid\tP
n\t30\t28\t
Age, years, mean (SD)\t45.2 (10.1)\t44.1 (9.8)\t0.7
Male, n (%)\t12 (40)\t13 (46.4)\t0.6
VAS baseline, mean (SD)\t7.2 (1.1)\t7.4 (1.3)\t0.5""",
        """
        ozone vas 0 | 7.2 (1.1) | mean 7.2 sd 1.1 n 30
        steroid vas 0 | 7.4 (1.3) | mean 7.4 sd 1.3 n 28
        ozone steroid vas 0 | 0.5 | = 0.5
        """,
        *("45.2 (10.1)", "44.1 (9.8)", "0.7", "12 (40)", "13 (46.4)", "0.6"),
    ),
    form(
        "an arm with more than its name, and three arms",
        """
VAS, mean (SD)\tOzone\tOzone + exercise\tSteroid\tP
3 months\t3.1 (1.0)\t2.9 (1.1)\t4.0 (1.2)\t0.03""",
        """
        ozone vas 13.035 | 3.1 (1.0) | mean 3.1 sd 1.0
        - vas 13.035 | 2.9 (1.1) | mean 2.9 sd 1.1
        steroid vas 13.035 | 4.0 (1.2) | mean 4.0 sd 1.2
        """,
        "0.03",
    ),
    form(
        "people counted on a scale, n and % in columns of their own",
        """
\tOzone\t\tSteroid\t
\tn\t%\tn\t%
Pain at least halved, 3 months\t20\t66.7\t12\t42.9
VAS < 3 at 6 months\t18\t60\t11\t39.3
VAS reduction of 50% or more, 6 months\t17\t56.7\t10\t35.7""",
        """
        ozone responder 13.035 | 20 | events 20
        ozone responder 13.035 | 66.7 | percent 66.7
        steroid responder 13.035 | 12 | events 12
        steroid responder 13.035 | 42.9 | percent 42.9
        ozone - 26.07 | 18 | events 18
        ozone - 26.07 | 60 | percent 60
        steroid - 26.07 | 11 | events 11
        steroid - 26.07 | 39.3 | percent 39.3
        ozone - 26.07 | 17 | events 17
        ozone - 26.07 | 56.7 | percent 56.7
        steroid - 26.07 | 10 | events 10
        steroid - 26.07 | 35.7 | percent 35.7
        """,
    ),
    form(
        "headings repeated for the second arm",
        """
VAS, mean ± SD
Group A (Ozone)\tBaseline\t3 months
VAS\t7.2 ± 1.1\t3.1 ± 1.0
Steroid\tBaseline\t3 months
VAS\t7.4 ± 1.3\t4.0 ± 1.2
* P < 0.05""",
        """
        ozone vas 0 | 7.2 ± 1.1 | mean 7.2 sd 1.1
        ozone vas 13.035 | 3.1 ± 1.0 | mean 3.1 sd 1.0
        steroid vas 0 | 7.4 ± 1.3 | mean 7.4 sd 1.3
        steroid vas 13.035 | 4.0 ± 1.2 | mean 4.0 sd 1.2
        """,
    ),
    form(
        "PDF, unknown words for groups, a test statistic",
        """
Table 4. VAS of the two groups (mean ± SD)
Time Group O (Ozone) Group S (Steroid) t P
Pre-op 7.2±1.1 7.4±1.3 0.64 0.52
1 week 4.1±1.0 5.0±1.2 3.11 0.003""",
        """
        ozone vas 0 | 7.2±1.1 | mean 7.2 sd 1.1
        steroid vas 0 | 7.4±1.3 | mean 7.4 sd 1.3
        ozone steroid vas 0 | 0.52 | = 0.52
        ozone vas 1 | 4.1±1.0 | mean 4.1 sd 1.0
        steroid vas 1 | 5.0±1.2 | mean 5.0 sd 1.2
        ozone steroid vas 1 | 0.003 | = 0.003
        """,
        "0.64",
        "3.11",
    ),
)
