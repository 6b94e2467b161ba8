"""The rules by which printed results become answers, on plain records: no database, no clock, a file a rule.

Two arms of one study are a *pair*. A *contrast* is a pair seen through one outcome at one time. A contrast is *usable*
when an effect size follows from what was printed, else it is *left out* with a reason. A *question* is comparison x
outcome x window x route, randomised or not; its *answer* is made of the studies whose contrasts ask it.
"""
