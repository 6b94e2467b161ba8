"""Addresses of the study pages."""

from django.urls import path

from studies.views.citation_export import import_export, publication_export
from studies.views.import_decide import import_decide
from studies.views.import_detail import import_detail, import_progress
from studies.views.import_list import import_list
from studies.views.import_steps import import_apply, import_cancel, import_resume, import_undo
from studies.views.screening import screening_detail, screening_list
from studies.views.study_detail import study_detail
from studies.views.study_list import study_list, study_list_csv

urlpatterns = [
    path("studies/", study_list, name="study-list"),
    path("studies/studies.csv", study_list_csv, name="study-list-csv"),
    path("studies/publications.<str:suffix>", publication_export, name="publication-export"),
    path("studies/<slug:slug>/", study_detail, name="study"),
    # /import/
    path("import/", import_list, name="import-list"),
    path("import/screening/", screening_list, name="screening-list"),
    path("import/screening/<int:pk>/", screening_detail, name="screening-detail"),
    path("import/<int:pk>/", import_detail, name="import"),
    path("import/<int:pk>/progress/", import_progress, name="import-progress"),
    path("import/<int:pk>/apply/", import_apply, name="import-apply"),
    path("import/<int:pk>/resume/", import_resume, name="import-resume"),
    path("import/<int:pk>/cancel/", import_cancel, name="import-cancel"),
    path("import/<int:pk>/undo/", import_undo, name="import-undo"),
    path("import/<int:pk>/entries/<int:index>/", import_decide, name="import-decide"),
    path("import/<int:pk>/publications.<str:suffix>", import_export, name="import-export"),
]
