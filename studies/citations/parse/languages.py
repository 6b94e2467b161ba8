"""Languages in one spelling: databases write eng, en, en-US and English for the same one."""

import re

# The name of a language, its codes (ISO 639-1, both forms of 639-2) and its names in LaTeX packages.
_SPELLINGS = """
Arabic: ar ara
Chinese: zh chi zho
Croatian: hr hrv
Czech: cs cze ces
Danish: da dan
Dutch: nl dut nld
English: en eng american british ukenglish usenglish
Finnish: fi fin
French: fr fre fra francais
German: de ger deu ngerman
Greek: el gre ell
Hebrew: he heb
Hungarian: hu hun magyar
Italian: it ita
Japanese: ja jpn
Korean: ko kor
Norwegian: no nor norsk
Persian: fa per fas farsi
Polish: pl pol
Portuguese: pt por brazil brazilian
Romanian: ro rum ron
Russian: ru rus
Serbian: sr srp
Slovak: sk slo slk
Spanish: es spa
Swedish: sv swe
Turkish: tr tur
Ukrainian: uk ukr
"""
_NAMES = {
    spelling: name
    for name, _, spellings in (line.partition(":") for line in _SPELLINGS.strip().splitlines())
    for spelling in (name.lower(), *spellings.split())
}
_BETWEEN = re.compile(r"[\s,;/]+")
_REGION = re.compile(r"[-_][a-z]{2,4}\Z")


def language_names(text: str) -> str:
    """The languages of a work by their English names; the text as it is where one of them is not known.

    >>> language_names("eng"), language_names("en-US; spa"), language_names("Chinese (traditional)")
    ('English', 'English; Spanish', 'Chinese (traditional)')
    """
    codes = [_REGION.sub("", code) for code in _BETWEEN.split(text.lower()) if code]
    if not codes or any(code not in _NAMES for code in codes):
        return text
    return "; ".join(dict.fromkeys(_NAMES[code] for code in codes))
