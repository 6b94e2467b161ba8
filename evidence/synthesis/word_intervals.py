"""The intervals from which a word about an answer may be drawn: the word follows the one that says less."""

from evidence.statistics.interval import Interval
from evidence.synthesis.alternatives import pool_of_equal_arms, with_usual_spreads
from evidence.synthesis.answers import Answer


def word_intervals(answer: Answer) -> tuple[Interval, ...]:
    """Every interval, on the reader's scale, that must say the same for a word; none where no word is given.

    Next to an unusually small spread the interval with a usual one counts too. Where arms differed before treatment,
    the difference was there, or part of it: one or two studies have no word then. Of many studies one in twenty
    differs by chance, so next to their pool the pool of the others counts too; without such a pool there is no word.
    """
    differed = any(entry.differed_before for entry in answer.entries)
    if answer.pooled:
        usual = [item.interval for item in with_usual_spreads(answer) if item.interval]
        every = (answer.pooled.reader_interval(), *usual)
        if not differed:
            return every
        equal = pool_of_equal_arms(answer)
        return (*every, equal.reader_interval()) if equal else ()
    if differed:
        return ()
    printed = [entry.effect.reader_interval() for entry in answer.entries]
    usual = [entry.usual_spread_effect.reader_interval() for entry in answer.entries if entry.usual_spread_effect]
    return (*printed, *usual)


def widest(intervals: tuple[Interval, ...]) -> Interval | None:
    """From the lowest limit to the highest; None of none."""
    if not intervals:
        return None
    return Interval(min(each.low for each in intervals), max(each.high for each in intervals))
