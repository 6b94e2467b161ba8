"""Names in the code base: classes, modules and exceptions have distinct names; names in the documents exist."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Django looks for these by name, in every app or folder of an app.
NAMED_BY_DJANGO = {"__init__", "admin", "apps", "filters", "forms", "models", "urls"}
# Django finds a command by its class, and options of a model or form by theirs.
CLASSES_NAMED_BY_DJANGO = {"Command", "Meta"}
# A reader keeps a function and a file of this length in mind; nothing here is longer.
LONGEST_FUNCTION = 45
LONGEST_FILE = 299
# As the formatter sets them out. To parse every file takes seconds.
CLASS = re.compile(r"^ *class (\w+)(?:\(([^)]*)\))?:", re.MULTILINE)
# Its first line and all that are further in, or close its arguments.
FUNCTION = re.compile(r"^( *)(?:async )?def (\w+).*\n(?:\n*\1[ )].*\n)*", re.MULTILINE)
FOLDERS = "benchmarks|docs|evidence|fixtures|static|studies|templates|tests"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")


def product_modules() -> Iterator[Path]:
    for app in ("evidence", "studies"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)


@cache
def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def classes(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The name of each class and those of its bases."""
    for name, bases in CLASS.findall(text_of(path)):
        if name not in CLASSES_NAMED_BY_DJANGO:
            yield name, bases.split(", ")


def more_than_once(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: places for name, places in found.items() if len(places) > 1}


def test_a_class_name_is_used_once():
    found = defaultdict(list)
    for path in product_modules():
        for name, _ in classes(path):
            found[name].append(str(path))

    assert len(found) > 300
    assert more_than_once(found) == {}


def test_a_module_name_is_used_once():
    found = defaultdict(list)
    for path in product_modules():
        # What a closed list is called, the model that stores its values is called too.
        if path.stem not in NAMED_BY_DJANGO and path.parent != Path("studies/choices"):
            found[path.stem].append(str(path))

    assert len(found) > 250
    assert more_than_once(found) == {}


def test_an_exception_ends_in_error():
    named_otherwise = [
        (name, str(path))
        for path in product_modules()
        for name, bases in classes(path)
        if any(base.endswith(("Error", "Exception")) for base in bases) and not name.endswith("Error")
    ]

    assert named_otherwise == []


def test_names_in_the_documents_exist():
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        named = set(
            re.findall(r"`((?:evidence|studies|templates|static|fixtures|tests|benchmarks|docs)/[\w./-]*)`", text)
        )
        named |= set(re.findall(r"\]\(((?!http)[\w./-]+)\)", text))

        assert named, document
        assert [name for name in sorted(named) if not (ROOT / name).exists()] == [], document


def test_files_and_functions_stay_short():
    long = []
    for path in product_modules():
        text = text_of(path)
        if len(text.splitlines()) > LONGEST_FILE:
            long.append(str(path))
        long += [f"{path}: {each[2]}" for each in FUNCTION.finditer(text) if each[0].count("\n") > LONGEST_FUNCTION]

    assert long == []


def test_examples_in_docstrings_run():
    testpaths = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"][
        "testpaths"
    ]
    with_examples = [path for path in product_modules() if ">>> " in text_of(path)]

    assert with_examples
    assert [str(path) for path in with_examples if not any(path.is_relative_to(each) for each in testpaths)] == []
