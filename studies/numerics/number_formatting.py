"""How numbers reach a reader: one text for one number, the same on every page, export and figure.

A *ratio* compares by division and is positive; a *difference* compares by subtraction and carries a true minus sign.
A *share* lies between 0 and 1. A share is never rounded to 0% or 100% unless it is exactly that. A number that
is not finite raises ValueError: it has no text, and the caller must say so in words.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite

MINUS = "\u2212"
# The data set counts a month as 4.345 weeks and writes three decimals; weeks are within these of what was printed.
WEEKS_PER_MONTH = 4.345
MONTH_TOLERANCE = 0.005
DAY_TOLERANCE = 0.03
MOST_DAYS = 99
# A smaller P is written as "below this".
SMALLEST_P = 0.001
MOST_PERCENT_DIGITS = 6
# The default context allows 28 digits; a float may have 309 before its point.
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


# A page writes many numbers more than once, and the next page most of them again.
@lru_cache(maxsize=4096)
def number(value: float, *, digits: int) -> str:
    """Write a number with that many decimals, commas between thousands and a true minus; never "−0.0".

    A half is rounded away from zero (22.5 becomes 23), not to the even neighbour.

    >>> number(-5.46, digits=1), number(-0.04, digits=1), number(12345.6, digits=0), number(22.5, digits=0)
    ('−5.5', '0.0', '12,346', '23')
    """
    if not isfinite(value):
        raise ValueError(f"{value} is not a number that can be written")
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), context=_EXACT)
    text = f"{rounded:,.{digits}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text.replace("-", MINUS)


def difference(value: float, *, digits: int = 1) -> str:
    """Write a difference on a scale of about 100 points.

    >>> difference(-10.62), difference(14)
    ('−10.6', '14.0')
    """
    return number(value, digits=digits)


def ratio(value: float) -> str:
    """Write a ratio: two decimals, three significant digits from 10 on, two below 0.1. Raises ValueError below zero.

    >>> ratio(0.6714), ratio(23), ratio(11.94), ratio(6.2)
    ('0.67', '23.0', '11.9', '6.20')
    >>> ratio(0.012), ratio(0.0000008), ratio(20_000_000), ratio(1234.5), ratio(0)
    ('0.012', '0.0000008', '20,000,000', '1,230', '0.00')
    """
    if not isfinite(value) or value < 0:
        raise ValueError(f"{value} is not a ratio that can be written")
    if value < 0.1:
        return _small(value)
    if value < 9.995:
        return f"{value:.2f}"
    rounded = Decimal(f"{value:.3g}")
    return f"{rounded:,.1f}" if rounded < 100 else f"{rounded:,.0f}"


def _small(value: float) -> str:
    """Two significant digits without trailing zeros, two decimals at least."""
    text = f"{Decimal(f'{value:.2g}'):f}".rstrip("0")
    return text if len(text) >= len("0.00") else f"{value:.2f}"


def interval_text(low: float, high: float, digits: int = 1) -> str:
    """Write the limits of an interval of differences or scores.

    >>> interval_text(-10.6, -0.4)
    '−10.6 to −0.4'
    """
    return f"{number(low, digits=digits)} to {number(high, digits=digits)}"


def ratio_interval(low: float, high: float) -> str:
    """Write the limits of an interval of ratios.

    >>> ratio_interval(0.351, 1.284)
    '0.35 to 1.28'
    """
    return f"{ratio(low)} to {ratio(high)}"


def effect_text(estimate: float, low: float, high: float, *, is_ratio: bool, label: str = "", digits: int = 1) -> str:
    """Write an effect with its interval, after the short name of its measure if there is one.

    >>> effect_text(0.671, 0.352, 1.28, is_ratio=True, label="RR")
    'RR 0.67 (0.35 to 1.28)'
    >>> effect_text(-5.5, -10.6, -0.4, is_ratio=False, label="MD")
    'MD −5.5 (−10.6 to −0.4)'
    """
    if is_ratio:
        text = f"{ratio(estimate)} ({ratio_interval(low, high)})"
    else:
        text = f"{number(estimate, digits=digits)} ({interval_text(low, high, digits)})"
    return f"{label} {text}" if label else text


def p_value(value: float) -> str:
    """Write a P value to two significant digits, as it follows the letter P.

    >>> p_value(0.2226), p_value(0.05), p_value(0.0014), p_value(0.0005), p_value(0.999)
    ('0.22', '0.050', '0.0014', '< 0.001', '> 0.99')
    """
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is not a probability")
    if value < SMALLEST_P:
        return f"< {SMALLEST_P}"
    if value > 0.99:
        return "> 0.99"
    decimals = 1 - Decimal(f"{value:.1e}").adjusted()
    return f"{value:.{decimals}f}"


def count(value: int) -> str:
    """Write a whole number with commas between thousands.

    >>> count(517), count(20000)
    ('517', '20,000')
    """
    return f"{value:,}"


def percent(share: float, *, digits: int = 0) -> str:
    """Write a share of 0 to 1 as a percentage, with more decimals where it would round to 0% or 100%.

    >>> percent(0.151), percent(0.168, digits=1), percent(0.004), percent(0.997), percent(0), percent(1)
    ('15%', '16.8%', '0.4%', '99.7%', '0%', '100%')
    """
    text = number(100 * share, digits=digits)
    if share not in (0, 1) and text in (f"{0:.{digits}f}", f"{100:.{digits}f}") and digits < MOST_PERCENT_DIGITS:
        return percent(share, digits=digits + 1)
    return f"{text}%"


def per_thousand(share: float) -> str:
    """Write a share of 0 to 1 as people out of a thousand.

    >>> per_thousand(0.225), per_thousand(0.0004)
    ('225 per 1,000', 'fewer than 1 per 1,000')
    """
    if 0 < share < 0.0005:
        return "fewer than 1 per 1,000"
    return f"{number(1000 * share, digits=0)} per 1,000"


def plural(value: int, one: str, many: str = "") -> str:
    """Write a whole number with its noun.

    >>> plural(1, "arm"), plural(1200, "arm"), plural(2, "study", "studies")
    ('1 arm', '1,200 arms', '2 studies')
    """
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def people(value: int) -> str:
    """Write a number of patients.

    >>> people(1), people(120)
    ('1 person', '120 people')
    """
    return plural(value, "person", "people")


def trials(value: int) -> str:
    """Write a number of trials, in words below ten.

    >>> trials(0), trials(1), trials(2), trials(12)
    ('no trials', 'one trial', 'two trials', '12 trials')
    """
    if 0 <= value < len(_NUMBER_WORDS):
        return f"{_NUMBER_WORDS[value]} {'trial' if value == 1 else 'trials'}"
    return f"{count(value)} trials"


def weeks_text(weeks: float) -> str:
    """Write a time in weeks in the unit that fits: days, weeks, months or, past two years, years.

    >>> weeks_text(0), weeks_text(2.14), weeks_text(12), weeks_text(1), weeks_text(33.891)
    ('before treatment', '15 days', '12 weeks', '1 week', '33.9 weeks')
    >>> [weeks_text(weeks) for weeks in (4.345, 13.035, 26.07, 52.14, 104.28, 260.7)]
    ['1 month', '3 months', '6 months', '12 months', '24 months', '5 years']
    """
    if not isfinite(weeks) or weeks < 0:
        raise ValueError(f"{weeks} is not a time after treatment")
    if weeks == 0:
        return "before treatment"
    months, days = weeks / WEEKS_PER_MONTH, weeks * 7
    if round(months) >= 1 and abs(months - round(months)) < MONTH_TOLERANCE:
        whole = round(months)
        return plural(whole, "month") if whole <= 24 or whole % 12 else plural(whole // 12, "year")
    if weeks == round(weeks):
        return plural(round(weeks), "week")
    if 1 <= round(days) <= MOST_DAYS and abs(days - round(days)) < DAY_TOLERANCE:
        return plural(round(days), "day")
    return f"{number(weeks, digits=1)} weeks"


def plain_number(value: float) -> str:
    """A number without unneeded digits, for where no printed form of it is stored.

    >>> plain_number(26.07), plain_number(12.0), plain_number(517), plain_number(123456.7), plain_number(12.345678)
    ('26.07', '12', '517', '123456.7', '12.345678')
    """
    return f"{value:.10g}" if isinstance(value, float) else str(value)
