"""A synthetic database export as BibTeX, for measuring imports.

Nothing in it is real, but its shape is realistic: some 6,000 family names and 600 journals, a few
frequent and most rare; titles built from parts, so that different works have similar titles;
one to twelve authors; identifiers that are often missing; accents in LaTeX and in Unicode; keywords, publishers,
languages, ISSNs, addresses and now and then an editor and an ISBN; an abstract in two of three entries, or in one of
forty where the file would be too large to be imported. Every fiftieth entry repeats an earlier one in the style of
another database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product
from random import Random

_STARTS = "Al Ba Bian Cha Da Es Fer Ga Ham Iva Jo Ka Kowal Li Ma Mül Na Oli Per Qua Ros San Ta Ue Va Wa Xi Yıl Zha Zie"
_MIDDLES = "b ch d gh l ll m n nd r rt s t v z"
_ENDS = "i er ez ová ski sen a o in ong berg ley son maz"
_GIVEN_NAMES = (
    "Anna Bruno Chen Dario Elif Fatima Giorgio Hana Ivan José Kemal Laura Marco Nadia Olga Paul Qing Rosa Søren Tao"
)
_TITLE_STARTS = "Effect Effects Efficacy Safety Outcome Outcomes Comparison Use Role Clinical_value Feasibility Cost"
_TREATMENTS = """ozone_therapy intradiscal_ozone_injection oxygen-ozone_chemonucleolysis
epidural_steroid_injection percutaneous_laser_decompression transforaminal_endoscopic_discectomy microdiscectomy
collagenase radiofrequency_ablation pulsed_radiofrequency exercise_therapy spinal_manipulation massage
acupuncture physiotherapy intramuscular_oxygen-ozone platelet-rich_plasma methylene_blue gabapentin pregabalin
duloxetine celecoxib cognitive_behavioural_therapy yoga pilates lumbar_fusion dry_needling kinesio_taping
spinal_cord_stimulation vertebroplasty a_multidisciplinary_programme dexamethasone triamcinolone hyaluronic_acid
caudal_injection facet_joint_injection medial_branch_block prolotherapy traction bracing"""
_CONNECTIVES = "versus compared_with combined_with in_addition_to alone_or_with followed_by"
_CONDITIONS = """lumbar_disc_herniation low_back_pain chronic_low_back_pain sciatica lumbar_spinal_stenosis
failed_back_surgery lumbar_radiculopathy cervical_disc_herniation neck_pain spondylolisthesis
facet_joint_syndrome sacroiliac_joint_pain discogenic_pain vertebral_fracture degenerative_disc_disease
cervical_radiculopathy piriformis_syndrome spondylodiscitis myofascial_pain_syndrome knee_osteoarthritis
shoulder_pain thoracic_disc_herniation postoperative_pain foraminal_stenosis"""
_POPULATIONS = """adults older_adults adolescents women nurses athletes veterans office_workers patients_with_diabetes
obese_patients pregnant_women surgical_candidates emergency_patients primary_care rural_hospitals outpatients"""
_OUTCOMES = """pain disability quality_of_life analgesic_use return_to_work MRI_findings gait sleep
fear-avoidance costs inflammatory_cytokines disc_volume muscle_activity satisfaction adverse_events reoperation
kinesiophobia depression"""
_DESIGNS = """a_randomised_controlled_trial a_randomized_double-blind_trial a_prospective_cohort_study
a_case_report a_retrospective_study_of_{n}_patients a_systematic_review_and_meta-analysis results_at_{m}_months
a_pilot_study a_cross-sectional_study an_observational_study_of_{n}_cases a_multicentre_study
an_experimental_study_in_{n}_rats a_narrative_review a_propensity-matched_analysis
protocol_of_a_randomised_trial a_qualitative_study"""
_SPECIALTIES = """Pain Spine Orthopaedics Neurosurgery Radiology Neuroradiology Rehabilitation Anaesthesia
Rheumatology Surgery Neurology Physiotherapy Musculoskeletal_Medicine Sports_Medicine Internal_Medicine
Clinical_Medicine Ozone_Therapy Interventional_Radiology Family_Practice Biomechanics Nursing Geriatrics
Epidemiology Public_Health Biomaterials"""
_JOURNAL_PATTERNS = """European_Journal_of_{0} American_Journal_of_{0} Journal_of_{0} {0} {0}_Research Archives_of_{0}
Annals_of_{0} International_Journal_of_{0} British_Journal_of_{0} Acta_{0} BMC_{0} Frontiers_in_{0}
{0}_and_Therapy Current_{0} Asian_{0} Journal_of_{0}_Research Clinical_{0} World_Journal_of_{0}
Indian_Journal_of_{0} Chinese_Journal_of_{0} {0}_Letters Turkish_Journal_of_{0} Scandinavian_Journal_of_{0}
Italian_Journal_of_{0}"""
_SENTENCE = (
    "We compared {0} with {1} in {n} patients who had {2}, at {m} months.",
    "Pain fell from {m}.4 (SD 1.{m}) to 3.1 on a visual analogue scale of 0--10 (p $<$ 0.0{m}).",
    "The {3} score improved by {n}\\% in the first group, and by less in the second, \\textit{{e.g.}} after surgery.",
    "There were no differences in {3}; two patients had {2} and were treated with {1}.",
    "Further trials of {0} are needed, in {4} too.",
)
# More entries with abstracts make a file of more than 60 MB, the largest that is imported.
_MOST_WITH_ABSTRACTS = 35_000
_LANGUAGES = ("English", "eng", "Italian", "english", "German", "")
_LATEX_ACCENTS = {"ü": '{\\"u}', "é": "{\\'e}", "á": "{\\'a}", "ø": "{\\o}", "ı": "{\\i}"}


def _words(text: str) -> list[str]:
    return [word.replace("_", " ") for word in text.split()]


def _skewed_weights(number: int) -> list[float]:
    """Cumulative weights that fall along a list: the n-th is 1/(n + 20)."""
    return list(accumulate(1 / (place + 20) for place in range(number)))


FAMILIES = ["".join(parts) for parts in product(_words(_STARTS), _words(_MIDDLES), _words(_ENDS))]
JOURNALS = [name.format(about) for name, about in product(_words(_JOURNAL_PATTERNS), _words(_SPECIALTIES))]
_FAMILY_WEIGHTS, _JOURNAL_WEIGHTS = _skewed_weights(len(FAMILIES)), _skewed_weights(len(JOURNALS))
_PARTS = [
    _words(text) for text in (_TREATMENTS, _CONDITIONS, _OUTCOMES, _POPULATIONS, _CONNECTIVES, _TITLE_STARTS, _DESIGNS)
]


@dataclass(frozen=True, slots=True)
class _Work:
    """One work. ``authors`` are "Family, Given"."""

    title: str
    authors: tuple[str, ...]
    journal: str
    year: int
    page: int
    doi: str
    pmid: str


def citation_file(number: int) -> str:
    """That many entries as BibTeX; the same result for the same number."""
    chance = Random(7)  # noqa: S311 - no secret
    families, journals = FAMILIES[:], JOURNALS[:]
    chance.shuffle(families)
    chance.shuffle(journals)
    works: list[_Work] = []
    entries = []
    for n in range(number):
        if n % 50 == 49:
            work = _in_other_style(chance, chance.choice(works))
        else:
            work = _make_work(chance, families, journals, n)
            works.append(work)
        with_abstract = n % 3 > 0 if number <= _MOST_WITH_ABSTRACTS else n % 40 == 0
        entries.append(_entry(chance, work, n, abstract=with_abstract))
    return "".join(entries)


def _make_work(chance: Random, families: Sequence[str], journals: Sequence[str], n: int) -> _Work:
    people = chance.choices(families, cum_weights=_FAMILY_WEIGHTS, k=min(12, 1 + int(chance.expovariate(0.25))))
    year = 2025 - min(40, int(chance.expovariate(0.1)))
    return _Work(
        title=_title(chance),
        authors=tuple(f"{family}, {chance.choice(_words(_GIVEN_NAMES))}" for family in people),
        journal=chance.choices(journals, cum_weights=_JOURNAL_WEIGHTS)[0],
        year=year,
        page=chance.randrange(1, 2500),
        doi=f"10.{1000 + n % 900}/j.{year}.{chance.randrange(10**6)}.{n}" if chance.random() < 0.8 else "",
        pmid=str(10_000_000 + n) if chance.random() < 0.5 else "",
    )


def _title(chance: Random) -> str:
    """A title of two or three parts, like that of a trial, a case report or a review."""
    to, suffered, measured, who, against, what, designed = (chance.choice(part) for part in _PARTS)
    other = chance.choice(_PARTS[0])
    kind = chance.randrange(6)
    if kind == 0:
        head = f"{to.capitalize()} {against} {other} for {suffered}"
    elif kind == 1:
        head = f"{what} of {to} on {measured} in {who} with {suffered}"
    elif kind == 2:
        head = f"{suffered.capitalize()} in {who}: {measured} and {chance.choice(_PARTS[2])} after {to}"
    elif kind == 3:
        head = f"{what} of {to} {against} {other} in {suffered}"
    elif kind == 4:
        head = f"Does {to} improve {measured} in {suffered}?"
    else:
        head = f"{to.capitalize()} in the treatment of {suffered} in {who}"
    return f"{head}: {designed}".format(n=chance.randrange(8, 900), m=chance.randrange(2, 25))


def _in_other_style(chance: Random, work: _Work) -> _Work:
    """The same work in capitals or with other spelling, initials and a short journal name, often without a DOI."""
    initials = tuple(f"{author.partition(',')[0]}, {author.partition(', ')[2][:1]}." for author in work.authors)
    title = work.title.upper() if chance.random() < 0.5 else work.title.replace("randomised", "randomized")
    short = " ".join(word[:4] for word in work.journal.split() if word not in ("of", "in", "and"))
    return replace(work, title=title, authors=initials, journal=short, doi="" if chance.random() < 0.5 else work.doi)


def _entry(chance: Random, work: _Work, n: int, *, abstract: bool) -> str:
    authors = " and ".join(work.authors)
    if n % 2:
        authors = authors.translate(str.maketrans(_LATEX_ACCENTS))
    volume = work.year - 1975
    fields = {
        "author": authors,
        "title": f"{{{work.title}}}" if n % 3 else work.title,
        "journal": work.journal.replace("&", "\\&"),
        "year": str(work.year),
        "volume": str(volume),
        "number": str(1 + n % 12),
        "pages": f"{work.page}--{work.page + 8}",
        "doi": work.doi,
        "pmid": work.pmid,
        "url": f"https://doi.org/{work.doi}" if work.doi and n % 4 == 0 else "",
        "keywords": ", ".join(chance.choice(part) for part in _PARTS[:3]) if n % 2 else "",
        "abstract": _abstract(chance) if abstract else "",
        "publisher": work.journal.partition(" ")[0] + " {\\&} Partners",
        "language": _LANGUAGES[n % len(_LANGUAGES)],
        "issn": f"{1000 + sum(map(ord, work.journal)) % 9000}-{n % 3 + 1000}",
        "isbn": f"978-3-16-{100000 + n % 899999}-0" if n % 20 == 0 else "",
        "editor": work.authors[-1] if n % 20 == 0 else "",
    }
    text = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{work.authors[0].partition(',')[0].lower()}{work.year}_{n},\n{text}\n}}\n\n"


def _abstract(chance: Random) -> str:
    text = [
        sentence.format(
            *(chance.choice(part) for part in _PARTS), n=chance.randrange(20, 400), m=chance.randrange(2, 9)
        )
        for sentence in _SENTENCE * 3
    ]
    return "\n    ".join(text)
