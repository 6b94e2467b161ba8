"""Decisions that Rayyan writes into the notes of a record, as a sentence for people.

RAYYAN-INCLUSION: {"Anna"=>"Included", "Ben"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population |
RAYYAN-LABELS: knee | USER-NOTES: {"Anna"=>["check the dose"]}
"""

import re

_PART = re.compile(
    r"(RAYYAN-INCLUSION|RAYYAN-EXCLUSION-REASONS|RAYYAN-LABELS|USER-NOTES)\s*:\s*(.*?)\s*"
    r"(?=\|?\s*(?:RAYYAN-[A-Z-]+|USER-NOTES)\s*:|\Z)",
    re.DOTALL,
)
_DECISION = re.compile(r'"([^"]+)"\s*=>\s*"([^"]+)"')
_QUOTED = re.compile(r'"([^"]*)"')
_USER_NOTE = re.compile(r'"([^"]+)"\s*=>\s*\[([^\]]*)\]')


def rayyan_note(note: str) -> str:
    """A note with Rayyan's decisions in words; any other note unchanged.

    >>> rayyan_note('RAYYAN-INCLUSION: {"Anna"=>"Included", "Ben"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong age')
    'Rayyan: Anna included; Ben excluded (wrong age).'
    >>> rayyan_note("Seen in print.")
    'Seen in print.'
    """
    if "RAYYAN-" not in note and "USER-NOTES" not in note:
        return note
    # BibTeX writes the quotation marks with a backslash.
    note = note.replace('\\"', '"')
    parts = {match[1]: match[2].strip(" |") for match in _PART.finditer(note)}
    before = _PART.sub("", note).strip(" |")
    sentence = "; ".join(filter(None, (_decisions(parts), _labels(parts), *_user_notes(parts))))
    return " ".join(filter(None, (before, sentence and f"Rayyan: {sentence}.")))


def _decisions(parts: dict[str, str]) -> str:
    reasons = ", ".join(_listed(parts.get("RAYYAN-EXCLUSION-REASONS", "")))
    decisions = [(name, word.lower()) for name, word in _DECISION.findall(parts.get("RAYYAN-INCLUSION", ""))]
    excluded = any(word == "excluded" for _, word in decisions)
    texts = [f"{name} {word}" + (f" ({reasons})" if reasons and word == "excluded" else "") for name, word in decisions]
    if reasons and not excluded:
        texts.append(f"reasons for exclusion: {reasons}")
    return "; ".join(texts)


def _labels(parts: dict[str, str]) -> str:
    labels = _listed(parts.get("RAYYAN-LABELS", ""))
    return f"labels: {', '.join(labels)}" if labels else ""


def _user_notes(parts: dict[str, str]) -> list[str]:
    found = _USER_NOTE.findall(parts.get("USER-NOTES", ""))
    return [f"{name} notes “{', '.join(_QUOTED.findall(texts))}”" for name, texts in found]


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
