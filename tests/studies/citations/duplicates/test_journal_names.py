"""Names of journals that are one, and names that are not."""

from itertools import combinations

import pytest

from studies.citations.duplicates.journal_names import JournalSynonyms, journal_key, same_journal

ONE_JOURNAL = (
    ("European Spine Journal", "Eur Spine J", "EUR SPINE J", "European spine journal : official publication"),
    ("Spine", "Spine (Phila Pa 1976)", "SPINE"),
    ("The Journal of Pain", "J Pain", "Journal of Pain"),
    ("Journal of Pain Research", "J Pain Res"),
    ("American Journal of Neuroradiology", "AJNR Am J Neuroradiol", "AM J NEURORADIOL"),
    ("Deutsche Medizinische Wochenschrift", "Dtsch Med Wochenschr", "DEUT MED WOCHENSCHR"),
    ("Seminars in Thrombosis & Hemostasis", "Seminars in Thrombosis and Hemostasis", "Semin Thromb Hemost"),
    ("Proceedings of the National Academy of Sciences of the United States of America", "Proc Natl Acad Sci U S A"),
    ("JAMA", "Journal of the American Medical Association", "J Am Med Assoc"),
    ("New England Journal of Medicine", "N Engl J Med", "NEW ENGL J MED", "NEJM"),
    ("BMJ", "British Medical Journal", "Br Med J"),
    ("Zhonghua Yi Xue Za Zhi", "National Medical Journal of China", "Natl Med J China"),
    ("Acta Neurochirurgica", "Acta Neurochir (Wien)", "Acta Neurochirurgica.Conference: 5th Congress Milan Italy"),
    ("Archives of Physical Medicine and Rehabilitation", "Arch Phys Med Rehabil", "ARCH PHYS MED REHAB"),
    ("Zeitschrift für Orthopädie", "Z Orthop"),
    ("Revista Española de Cirugía Ortopédica", "Rev Esp Cir Ortop"),
    ("The Spine Journal", "Spine J"),
    ("Pain Medicine (Malden, Mass.)", "Pain Med", "Pain Medicine"),
    ("Pain Physician",),
    ("Pain Practice", "Pain Pract"),
    ("Journal of Neurosurgery: Spine"[:22], "J Neurosurg"),
    ("International Journal of Ozone Therapy", "Int J Ozone Ther"),
    ("Clinical Journal of Pain", "Clin J Pain"),
)


@pytest.mark.parametrize("names", ONE_JOURNAL, ids=lambda names: names[0])
def test_names_of_one_journal_agree(names):
    keys = [journal_key(name) for name in names]

    assert [pair for pair in combinations(keys, 2) if not (same_journal(*pair) and same_journal(*pair[::-1]))] == []


def test_names_of_different_journals_do_not_agree():
    confused = [
        (name, other)
        for one, two in combinations(ONE_JOURNAL, 2)
        for name in one
        for other in two
        if same_journal(journal_key(name), journal_key(other))
    ]

    assert confused == []


def test_a_name_is_learned_from_an_issn_and_from_other_names():
    synonyms = JournalSynonyms()
    assert not synonyms.same("ai zheng", "herald of oncology")

    synonyms.learn_issns("ai zheng", ("1000-467X",))
    synonyms.learn_issns("herald of oncology", ("1944-446X", "1000-467X"))
    synonyms.learn("herald of oncology", "cancer herald")
    synonyms.learn("cancer herald", "ai zheng")

    assert synonyms.same("ai zheng", "herald of oncology")
    assert synonyms.same("cancer herald", "ai zheng")
    assert not synonyms.same("ai zheng", "spine")


def test_names_are_learned_in_any_number_and_order():
    synonyms = JournalSynonyms()
    names = [f"gazette {chr(97 + n)}" for n in range(20)]
    for one, other in zip(names[::2], names[1::2], strict=True):
        synonyms.learn(one, other)
    for one, other in zip(names[1:], names, strict=False):
        synonyms.learn(one, other)

    assert all(synonyms.same(one, other) for one, other in combinations(names, 2))
