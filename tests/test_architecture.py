"""What import contracts cannot see: actual imports, targets of foreign keys, and names in strings."""

import ast
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern

from evidence import urls
from tests.studies.dataset.csv_copy import read

CONTRACTS = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
# Those of the import contract. Each name is a module, or a package with everything in it.
[PURE] = [each["source_modules"] for each in CONTRACTS["contracts"] if each["name"].endswith("do not import Django")]


def pure_modules() -> list[str]:
    specs = [spec for spec in map(find_spec, PURE) if spec is not None]
    inside = [
        module.name
        for spec in specs
        if spec.submodule_search_locations
        for module in pkgutil.walk_packages(spec.submodule_search_locations, f"{spec.name}.")
    ]
    return [spec.name for spec in specs] + inside


def test_pure_modules_import_without_django():
    modules = pure_modules()
    code = f"import sys, {', '.join(modules)}; print('django' in sys.modules)"

    imported = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )

    assert {"evidence.statistics", "studies.numerics.number_formatting", "studies.choices"} <= set(modules)
    assert imported.stderr == ""
    assert imported.stdout.strip() == "False"


def test_no_studies_model_refers_to_evidence():
    relations = [
        (field.model._meta.label, field.name, field.related_model._meta.app_label)
        for model in apps.get_app_config("studies").get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation
    ]

    assert len(relations) > 10
    assert [relation for relation in relations if relation[2] == "evidence"] == []


def test_no_rule_names_an_instrument():
    """What holds for one instrument is a value of it."""
    # "other" is a word of many lists: only its use is looked at.
    slugs = {row["slug"] for row in read("outcome_measures.csv")} - {"other"}
    named = []
    for path in sorted(settings.BASE_DIR.glob("studies/**/*.py")) + sorted(settings.BASE_DIR.glob("evidence/**/*.py")):
        place = path.relative_to(settings.BASE_DIR)
        # Made-up studies measure with the instruments of the data set; migrations tell what held before.
        if {"synthetic", "migrations"} & set(place.parts):
            continue
        text = path.read_text(encoding="utf-8")
        # To parse every file takes seconds.
        if "measure.slug" not in text and not any(slug in text for slug in slugs):
            continue
        tree = ast.parse(text)
        named += [f"{place}: {word}" for word in strings_in(tree) if word in slugs]
        named += [f"{place}:{node.lineno}" for node in ast.walk(tree) if compares_a_slug_with_a_word(node)]

    assert named == []


def strings_in(tree: ast.AST) -> list[str]:
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def compares_a_slug_with_a_word(node: ast.AST) -> bool:
    """Whether code asks ``measure.slug == "a-word"``, or ``measure.slug in ("a-word", ...)``."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    of_measure = any(
        isinstance(side, ast.Attribute) and side.attr == "slug" and ast.unparse(side.value).endswith("measure")
        for side in sides
    )
    return of_measure and any(strings_in(side) for side in sides)


def test_an_instrument_that_is_named_would_be_seen():
    compare = ast.parse('result.measure.slug in ("other",)', mode="eval").body
    assert compares_a_slug_with_a_word(compare)
    assert "pain-vas" in strings_in(ast.parse('PAIN = {"pain-vas": 1}'))


def strings_of_studies(words: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Every string, except docstrings, in the files of studies that have one of these words, with its file."""
    for path in sorted(Path(settings.BASE_DIR, "studies").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not words.search(text):
            continue
        tree = ast.parse(text)
        statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
                yield str(path.relative_to(settings.BASE_DIR)), node.value


def test_no_string_of_studies_names_a_module_or_model_of_evidence():
    models = {model.__name__.lower() for model in apps.get_app_config("evidence").get_models()}
    named = re.compile(rf"\bevidence\.[a-z_]|\b({'|'.join(models)})\b", re.IGNORECASE)

    assert "studies.importbatch" in {text for _, text in strings_of_studies(re.compile("studies.importbatch"))}
    assert "certaintyassessment" in models
    assert [found for found in strings_of_studies(named) if named.search(found[1])] == []


def test_studies_never_reverses_an_evidence_url():
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    calls = re.compile(rf"""\b(reverse|reverse_lazy|redirect|resolve_url)\(\s*["']({"|".join(map(str, names))})["']""")
    texts = {path: path.read_text() for path in Path(settings.BASE_DIR, "studies").rglob("*.py")}

    assert "condition" in names
    assert calls.search('return reverse("condition", args=[slug])')
    assert [path for path, text in texts.items() if calls.search(text)] == []


def test_the_site_starts_without_the_modules_that_windows_lacks():
    """Only where a child process is limited one of them is used, if there is one."""
    missing = {"fcntl", "grp", "posix", "pwd", "resource", "termios"}
    users = set()
    for path in (*Path(settings.BASE_DIR, "evidence").rglob("*.py"), *Path(settings.BASE_DIR, "studies").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if any(name in text for name in missing) else ():
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if missing & {*names}:
                users.add(path.name)

    assert users == {"child_limits.py"}
