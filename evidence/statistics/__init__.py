"""The mathematics of pairwise meta-analysis: pure, on numpy and scipy, checked against R's metafor.

Words. An *arm* is what one group of a study reported. An *effect size* sets the ozone arm
against the comparator as one number with a variance; ratios stay logarithmic (the
*analysis scale*) until a *reader* sees them. *Pooling* brings the effect sizes of several
studies to one. *Heterogeneity* is how much they differ beyond chance; tau² is the
variance of their true effects. A *refusal* is raised where a formula has no meaning for
the numbers given, and its text is a sentence for the reader: nothing answers NaN.

Where to find it, ground floor first:

    refusals, intervals     why there is no number; two ends
    magnitudes              how large and how small a number may be
    distributions           quantiles and tail probabilities
    effect_sizes            MD, SMD, Glass's delta, ratio of means, RR, OR, RD, with their variances
    skewness, conversions   SD and SE from what a paper printed instead; change from baseline
    multi_arm               combining arms, splitting a shared comparator
    sample                  effects as arrays, or arrays as they are
    power_sums, roots, tau2 estimators of the between-study variance, and how they are solved
    heterogeneity           Q, I², H², Q-profile interval of tau²
    estimates               what pooling answers
    mantel_haenszel, peto   rare events
    pooling                 common effect, random effects, Hartung-Knapp, prediction interval
    single_arm              proportions and mean changes of one group, Clopper-Pearson
    absolute_effects        events per 1,000, numbers needed to treat, SMD on a familiar scale
    leave_one_out, sensitivity, influence
                            without each study, study by study, what each study moves
    linear_model, regression, subgroups
                            moderators, and kinds of studies
    small_study, rank_correlation, trim_and_fill, funnel
                            do small studies find more?
    share_beyond            share of comparable settings beyond a threshold
    overlap                 how far reviews rest on the same studies
    shell, __main__         python -m evidence.statistics pool FILE.csv

Importing this package itself loads nothing; its modules load numpy and scipy.special.
"""
