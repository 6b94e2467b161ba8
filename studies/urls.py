"""Addresses of the study pages."""

from django.urls import path

from studies.views.study_detail import study_detail
from studies.views.study_list import study_list, study_list_csv

urlpatterns = [
    path("studies/", study_list, name="study-list"),
    path("studies/studies.csv", study_list_csv, name="study-list-csv"),
    path("studies/<slug:slug>/", study_detail, name="study"),
]
