"""What import contracts cannot see: what really gets imported, and where foreign keys point."""

import pkgutil
import subprocess
import sys
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings

# Each name is a module, or a package with everything in it.
PURE = [
    "evidence.choices",
    "evidence.figures",
    "evidence.grading.answer_facts",
    "evidence.grading.domains",
    "evidence.grading.rating_fingerprint",
    "evidence.statistics",
    "evidence.synthesis",
    "studies.appraisal",
    "studies.choices",
    "studies.citations.duplicates",
    "studies.citations.parse",
    "studies.citations.plan",
    "studies.curation.pasting",
    "studies.curation.screening.decisions",
    "studies.fields",
    "studies.numerics",
    "studies.pages.flow.flow_counts",
    "studies.reported",
]


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

    assert {"evidence.statistics", "studies.numerics.formatting", "studies.choices"} <= set(modules)
    assert imported.stderr == ""
    assert imported.stdout.strip() == "False"


def test_no_record_of_studies_points_at_evidence():
    relations = [
        (field.model._meta.label, field.name, field.related_model._meta.app_label)
        for model in apps.get_app_config("studies").get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation
    ]

    assert len(relations) > 10
    assert [relation for relation in relations if relation[2] == "evidence"] == []
