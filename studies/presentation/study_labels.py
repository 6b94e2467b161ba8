"""Labels of studies: first author and year, else that no author is stated, where and when. Never the key."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from django.utils.text import slugify

WITHOUT_AUTHORS = "Authors not stated"
_NO_YEAR = "n.d."
# "new" is the address of the form for a new study.
RESERVED_SLUGS = frozenset({"new"})
# Long enough to recognise a title in an address.
_TITLE_LETTERS = 45
# A slug has 90 letters; the rest is for a number that keeps it unique.
_SLUG_LETTERS = 80


def study_label(authors: str, year: int | None, country: str = "", letter: str = "") -> str:
    """The label of a study; ``letter`` distinguishes it from another with the same label.

    >>> study_label("Bonetti, Matteo; Fontana, Alessandro", 2005)
    'Bonetti 2005'
    >>> study_label("Espahbodi, Ebrahim", None), study_label("Perri, M.; others", 2015, letter="a")
    ('Espahbodi (n.d.)', 'Perri 2015a')
    >>> study_label("", 2013, "China"), study_label("", None, letter="b")
    ('Authors not stated (China, 2013)', 'Authors not stated (n.d. b)')
    """
    family = first_family_name(authors)
    when = f"{year}{letter}" if year else f"{_NO_YEAR}{letter and ' ' + letter}"
    if family:
        return f"{family} {when}" if year else f"{family} ({when})"
    return f"{WITHOUT_AUTHORS} ({', '.join(filter(None, (country, when)))})"


def first_family_name(authors: str) -> str:
    """The family name before the first comma; '' when no author is displayed."""
    first = authors.split(";")[0].strip()
    return "" if first == "others" else first.split(",")[0].strip()


def opening_words(title: str) -> str:
    """The first words of a title, without the brackets of a description, with an ellipsis where it goes on.

    >>> opening_words("[Ozone, AMPK and neuropathic pain in rats]")
    'Ozone, AMPK and neuropathic pain in rats'
    """
    plain = title.strip().removeprefix("[").removesuffix("]").strip()
    if len(plain) <= _TITLE_LETTERS:
        return plain
    cut = plain[: _TITLE_LETTERS + 1].rpartition(" ")[0] or plain[:_TITLE_LETTERS]
    return cut.rstrip(" ,.:;-(") + "…"


def study_labels(works: Sequence[tuple[str, int | None, str]]) -> list[str]:
    """Labels of many (authors, year, country), in their order; equal labels get a, b, c."""
    plain = [study_label(*work) for work in works]
    total, used = Counter(plain), Counter[str]()
    labels = []
    for work, label in zip(works, plain, strict=True):
        letter = _letter(used[label]) if total[label] > 1 else ""
        used[label] += 1
        labels.append(study_label(*work, letter))
    return labels


def _letter(place: int) -> str:
    """a to z, then aa, ab and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def address_words(label: str, year: int | None, title: str) -> str:
    """What an address of a study is made of: its label, without authors the first words of the title and the year."""
    return f"{opening_words(title)} {year or ''}" if label.startswith(WITHOUT_AUTHORS) else label


def study_slug(label: str, taken: Collection[str]) -> str:
    """The address of a study from the words of it, with a number where it is taken.

    >>> study_slug("Espahbodi (n.d.)", ()), study_slug("Perri 2015a", ()), study_slug("Vanni 2015", {"vanni-2015"})
    ('espahbodi', 'perri-2015a', 'vanni-2015-2')
    """
    base = slugify(re.sub(re.escape(_NO_YEAR), "", label))[:_SLUG_LETTERS].strip("-") or "study"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
