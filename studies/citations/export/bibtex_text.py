"""Plain text as a value of BibTeX, which BibTeX, LaTeX and an import read back to the same text.

BibTeX counts every brace, escaped or not: a lone one would swallow the fields after it. So a brace of the text is
written as a command. What a value of a file has as written is kept, but for such a brace.
"""

import re

# Characters with a meaning in BibTeX or LaTeX.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# Two of these together are another character in LaTeX: dashes and quotation marks.
_PAIRS = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')")
_BRACE = re.compile(r"[{}]")
_ESCAPED_BRACE = re.compile(r"\\([{}])")
# A line that a reader would take for the start of an entry, or for a comment.
_ODD_LINE = re.compile(r"\n\s*(?=[@%])")
_URL_SIGNS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_NOT_IN_A_KEY = re.compile(r"[\s,{}\"#%~\\=@]+")


def escaped(text: str) -> str:
    r"""Plain text in LaTeX.

    >>> print(escaped("50% of {O3 & more -- a_b"))
    50\% of {\textbraceleft}O3 \& more -{}- a\_b
    """
    return _PAIRS.sub("{}", text.translate(_ESCAPES))


def address_value(text: str) -> str:
    """An address or identifier: not escaped, because programs take it as it is, but without braces."""
    return text.translate(_URL_SIGNS)


def kept_value(value: str) -> str:
    r"""A value as its file has it, made safe where only some readers would read it.

    >>> print(kept_value(r"{N}ame \{ lone"), kept_value("C:\\dir\\") + "|")
    {N}ame {\textbraceleft} lone C:\dir\ |
    """
    if not is_balanced(value):
        value = _ESCAPED_BRACE.sub(lambda brace: escaped(brace[1]), value)
    if not is_balanced(value):
        value = _BRACE.sub("", value)
    if (len(value) - len(value.rstrip("\\"))) % 2:
        # A backslash before the closing brace: some readers take that brace for an escaped one.
        value += " "
    return _ODD_LINE.sub(" ", value)


def is_balanced(value: str) -> bool:
    """Whether every brace is closed, as BibTeX counts: escaped braces too."""
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def bibtex_key(text: str) -> str:
    """A text as a key of BibTeX, without characters that end one.

    >>> bibtex_key("Müller, 2019 {a}"), bibtex_key("DBLP:conf/a-b_1")
    ('Müller2019a', 'DBLP:conf/a-b_1')
    """
    return _NOT_IN_A_KEY.sub("", text)
