"""The mathematics of pairwise meta-analysis: pure, on numpy and scipy, checked against R's metafor.

Terms. An *arm* is what one group of a study reported. An *effect size* compares the ozone
arm with the comparator as one number with a variance; ratios stay logarithmic (the
*analysis scale*) until a *reader* sees them. *Pooling* combines the effect sizes of several
studies into one. *Heterogeneity* is how much they differ beyond chance; tau² is the
variance of their true effects. Where a formula has no meaning for the numbers given, a
``StatisticsError`` is raised whose text is a sentence for the reader: nothing returns NaN.

Where to find it, lowest floor first:

    interval                two ends
    effect_sizes            MD, SMD, ratio of means, RR, OR, RD, with their variances
    combine_arms            arms of one study combined
    design_effects          clusters, crossovers and other pairs
    effect_arrays           effect sizes as arrays
    power_sums, roots, tau2 estimators of the between-study variance, and how they are solved
    heterogeneity           Q, I², H², Q-profile interval of tau²
    estimates               the pooled estimate, its models and intervals
    mantel_haenszel, peto, exact_odds_ratio, rare_events
                            rare events, and which method pools them
    pooling, prediction_interval
                            common effect, random effects, Hartung-Knapp; where a new study is expected
    bayes                   random effects with priors, for few studies
    single_arm              proportions and mean changes of one group, Clopper-Pearson
    absolute_effects        events per 1,000
    information_size        how many people one trial would need
    leave_one_out, sensitivity, influence
                            without each study, cumulative, what each study changes
    linear_model, regression, subgroups
                            moderators, and groups of studies
    small_study, rank_correlation, trim_and_fill
                            do small studies find larger effects?
    proportion_beyond_threshold
                            proportion of true effects beyond a threshold
    overlap                 how far reviews include the same studies
    cli, __main__           python -m evidence.statistics pool FILE.csv

Importing this package itself loads nothing; its modules load numpy and scipy.special.
Errors, distributions, conversions and limits of magnitude are in ``studies.numerics``.
"""
