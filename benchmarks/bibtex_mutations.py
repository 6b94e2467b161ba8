"""Mutated BibTeX: entries of many shapes, damaged as programs and people damage them."""

from collections.abc import Iterator
from random import Random

# Entries in the styles of several programs; each is correct as it stands.
ENTRIES = (
    '@article{a1, author = {Rossi, Anna and M{\\"u}ller, Jens}, title = {Ozone for {MRI} proven hernia},\n'
    "  journal = {Spine}, year = {2015}, volume = 24, pages = {10--19}, doi = {10.1000/one}}",
    '@Article{a2,\n  author = "B. Kaya and others",\n  title = "A {"}quoted{"} word and {O}$_3$",\n  year = 2018,\n'
    '  month = jan # "~4",\n}',
    "@string{jsp = {Journal of Spine}}\n@inproceedings{a3, title = {Back pain, 50\\% less},"
    " booktitle = jsp # { Supplement}, year = 1999}",
    "@book(a4, title = {Medical ozone}, editor = {Viebahn, R.}, publisher = {Thieme (Stuttgart)}, date = {2002-05})",
    "@misc{a5,title={{Ozone and discs}},url={https://example.org/a_b?c=1&d=%20},note={50% of 20},year={{2014}},\n}",
    "@PhdThesis{ a6 ,\n author = {family=Berg, given=Ko, prefix=van den},\n title = {Injection\n\n of ozone},\n"
    " file = {C:\\Papers\\a6.pdf:PDF}, school = {Universit{\\`a} di Siena}, year = {2003}}",
    "@article{a7, abstract = {We write to a@b.org. See \\cite{x} and\n@article in text.}, title = {Letter},"
    " year = {2001}}",
    '@article{a8, title = {A \\{set\\}}, keywords = {x; y}, keywords = {z}, eprint = "12345678",'
    " eprinttype = {pubmed}}",
)
_PIECES = (
    *'{}"#,@%\\=()$~;\n\r\t\x00',
    *("{{", "}}", '""', "\\{", "\\}", '\\"', "\n\n", "\n%", "%\n", "@\n", "@@", " # ", "{\\", "\\}", "={", '="', "= ,"),
    *("@article{", "@string{", "@comment{", "@preamble{", "@misc(", "@string{j=", "year = {2000}", "title = ", "and "),
    *(
        "family=",
        ";",
        "and others",
        "\\'",
        "{\\'e}",
        "\\ce{",
        "$x^{",
        "<sub>",
        "&amp;",
        "&#x110000;",
        "臭氧",
        "\ud7ff",
        "\x85",
    ),
    *("{" * 70, "}" * 70, "\\'" * 9, "#" * 20, "," * 20, "a" * 300),
)


def mutants(seed: int, number: int) -> Iterator[str]:
    """So many mutated entries, the same for the same seed."""
    random = Random(seed)  # noqa: S311
    for _ in range(number):
        yield _mutant(random)


def guard(name: str) -> str:
    """A correct entry to stand next to a mutant."""
    return f"@article{{{name},\n  title = {{Guard {name}}},\n  year = {{2001}}\n}}\n"


def _mutant(random: Random) -> str:
    text = random.choice(ENTRIES)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 9))):
        text = random.choice(_CHANGES)(text, random)
    return text


def _insert(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(_PIECES) + text[at:]


def _delete(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + text[at + random.choice((1, 1, 1, 2, 5, 20)) :]


def _delete_sign(text: str, random: Random) -> str:
    """Delete one of the signs that hold an entry together."""
    places = [at for at, sign in enumerate(text) if sign in '{}",=@#()']
    at = random.choice(places) if places else 0
    return text[:at] + text[at + 1 :]


def _cut_off(text: str, random: Random) -> str:
    return text[: random.randint(0, len(text))]


def _swap(text: str, random: Random) -> str:
    first, second = sorted(random.randint(0, len(text)) for _ in range(2))
    third = min(len(text), second + random.randint(1, 30))
    return text[:first] + text[second:third] + text[first:second] + text[third:]


def _repeat(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    ends = at + random.randint(1, 60)
    return text[:ends] + text[at:]


def _splice(text: str, random: Random) -> str:
    other = random.choice(ENTRIES)
    return text[: random.randint(0, len(text))] + other[random.randint(0, len(other)) :]


def _change_sign(text: str, random: Random) -> str:
    at = random.randint(0, max(0, len(text) - 1))
    return text[:at] + random.choice(_PIECES) + text[at + 1 :]


_CHANGES = (_insert, _insert, _delete, _delete_sign, _delete_sign, _cut_off, _swap, _repeat, _splice, _change_sign)
