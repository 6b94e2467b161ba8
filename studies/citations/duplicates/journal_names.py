"""Names of journals: whether two of them are one journal.

Databases abbreviate the words of a name (ISO 4 and their own), add a place, a society or the name in another language,
or write the initials only. What a file itself shows, by an ISSN or by works with the same identifier, counts too.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern

from studies.reported.text_keys import word_key


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SMALL_WORDS = _word_set(
    "the of and for in on an de la le les des du der die das und et di del della dei do da e y den og "
    "van het voor fur pour para official"
)
# What a longer name can have at its end, for an edition or a place.
_EDITION = _word_set(
    "american am british br volume vol edition ed series ser part online electronic print resource london "
    "england baltimore berlin"
)
# Words whose usual abbreviation is not their beginning.
_CONTRACTIONS = {
    "natl": "national",
    "intl": "international",
    "int": "international",
    "dtsch": "deutsche",
    "deut": "deutsche",
    "jpn": "japanese",
    "br": "british",
    "brit": "british",
    "engl": "england",
    "assn": "association",
    "asoc": "asociacion",
    "dept": "department",
    "govt": "government",
    "hlth": "health",
    "hosp": "hospital",
    "rept": "report",
    "rep": "report",
    "yrbk": "yearbook",
    "wkly": "weekly",
    "mthly": "monthly",
    "qtly": "quarterly",
    "z": "zeitschrift",
    "zh": "zhurnal",
    "ztg": "zeitung",
    "tidsskr": "tidsskrift",
    "tijdschr": "tijdschrift",
    "cmnty": "community",
    "sci": "science",
    "anaesth": "anaesthesia",
    "anesth": "anesthesia",
    "j": "journal",
    "jnl": "journal",
    "jour": "journal",
    "zentralbl": "zentralblatt",
    "zbl": "zentralblatt",
    "wschr": "wochenschrift",
    "munch": "munchener",
    "osteopath": "osteopathic",
    "spor": "sports",
    "exp": "experimental",
    "rheum": "rheumatology",
    "med": "medicine",
    "comp": "comparative",
}
# Journals that databases name in another language.
_OTHER_NAMES = {
    "zhonghua yi xue za zhi": "national medical journal of china",
    "chung hua i hsueh tsa chih": "national medical journal of china",
    "zhonghua wai ke za zhi": "chinese journal of surgery",
    "zhonghua gu ke za zhi": "chinese journal of orthopaedics",
    "zhongguo gu shang": "china journal of orthopaedics and traumatology",
    "zhongguo zhen jiu": "chinese acupuncture and moxibustion",
    "ai zheng": "chinese journal of cancer",
    "aizheng": "chinese journal of cancer",
    "nihon seikeigeka gakkai zasshi": "journal of the japanese orthopaedic association",
    "rinsho byori": "japanese journal of clinical pathology",
    "masui": "japanese journal of anesthesiology",
    "vopr kurortol fizioter lech fiz kult": "problems of balneology physiotherapy and exercise therapy",
    "zhurnal nevrologii i psikhiatrii imeni s s korsakova": "s s korsakov journal of neurology and psychiatry",
    "lakartidningen": "journal of the swedish medical association",
    "ugeskrift for laeger": "journal of the danish medical association",
    "pnas": "proceedings of the national academy of sciences",
    "nejm": "new england journal of medicine",
    "bmj": "british medical journal",
    "jbjs": "journal of bone and joint surgery",
}
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
# What follows is a society, another name, or the congress of an abstract.
_MORE = re.compile(r"\s*(?: ?: | = | / |;|\.?\s*conference(?:\s*:|\s+publication)| - conference\b).*\Z", re.IGNORECASE)
_PREPRINT_SERVERS = ("arxiv", "biorxiv", "medrxiv", "research square", "ssrn", "preprints", "psyarxiv", "osf preprints")


@lru_cache(maxsize=4096)
def journal_key(journal: str) -> str:
    """The words of a journal's name, without places, societies and congresses.

    >>> journal_key("Spine (Phila Pa 1976)"), journal_key("Pain medicine : the official journal of the Academy")
    ('spine', 'pain medicine')
    """
    if not journal:
        return ""
    plain = _MORE.sub("", _BRACKETS.sub(" ", journal)).strip()
    return intern(word_key(plain or journal))


def is_preprint_server(journal: str) -> bool:
    """Whether the key of a journal names a server of preprints."""
    return journal.startswith(_PREPRINT_SERVERS)


@lru_cache(maxsize=4096)
def same_journal(one: str, other: str) -> bool:
    """Whether two keys of journals agree: equal, or one an abbreviation of the other, word by word.

    >>> same_journal("eur spine j", "european spine journal"), same_journal("pain physician", "pain medicine")
    (True, False)
    >>> same_journal("natl med j china", "zhonghua yi xue za zhi"), same_journal("j pain", "journal of pain research")
    (True, False)
    """
    if one == other:
        return True
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return False
    return _is_acronym(ours, theirs) or _is_acronym(theirs, ours) or _abbreviates(ours, theirs)


def _words(name: str) -> list[str]:
    """The words that count; an acronym before its own name is left out."""
    name = _OTHER_NAMES.get(name, name)
    words = [word for word in name.split() if word not in _SMALL_WORDS]
    acronym, rest = words[:1], words[1:]
    return rest if len(rest) > 2 and _is_acronym(acronym, rest) else words


def _is_acronym(short: list[str], long: list[str]) -> bool:
    """Whether a single word is the initials of a name."""
    if len(short) != 1 or len(long) < 3 or len(short[0]) < 3:
        return False
    initials = "".join(word[0] for word in long)
    if initials == short[0]:
        return True
    # JAMA of the Journal of the American Medical Association of ..., AJNR of the American Journal of Neuroradiology.
    return len(short[0]) >= 4 and (initials.startswith(short[0]) or short[0].startswith(initials))


def _abbreviates(ours: list[str], theirs: list[str]) -> bool:
    """Whether each word of one name is the same as, or an abbreviation of, its word in the other.

    A name can have more words at its end when they name its edition or its society.
    """
    short, long = sorted((ours, theirs), key=len)
    if not all(_same_word(a, b) for a, b in zip(short, long, strict=False)):
        return False
    return all(word in _EDITION or word.isdigit() for word in long[len(short) :])


def _same_word(one: str, other: str) -> bool:
    if one == other or _CONTRACTIONS.get(one, one) == _CONTRACTIONS.get(other, other):
        return True
    short, long = sorted((one, other), key=len)
    if short != "j" and long.startswith(short):
        return True
    whole = _CONTRACTIONS.get(short, "")
    return bool(whole) and (long.startswith(whole) or whole.startswith(long))


@dataclass(slots=True)
class JournalSynonyms:
    """Names of one journal, as the works of a file and of the database show them.

    Two names are one when they come with one ISSN, or with works that are certainly the same by an identifier.
    """

    # A name, and the name by which its journal is known here.
    names: dict[str, str] = field(default_factory=dict)
    issns: dict[str, str] = field(default_factory=dict)

    def same(self, one: str, other: str) -> bool:
        """Whether two keys of journals are one journal."""
        return same_journal(one, other) or bool(self.names) and self._root(one) == self._root(other)

    def learn(self, one: str, other: str) -> None:
        """Remember that two names are one journal."""
        if same_journal(one, other):
            return
        ours, theirs = self._root(one), self._root(other)
        if ours != theirs:
            self.names[theirs] = ours

    def learn_issns(self, journal: str, issns: tuple[str, ...]) -> None:
        """Remember the ISSNs of a journal."""
        for issn in issns:
            known = self.issns.setdefault(issn, journal)
            if known is not journal:
                self.learn(known, journal)

    def _root(self, name: str) -> str:
        while name in self.names:
            name = self.names[name]
        return name
