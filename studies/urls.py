"""Addresses of the study pages."""

from django.urls import path

from studies.citations.export.downloads import import_export, publication_export, study_publications
from studies.citations.pages.import_list_page import import_list
from studies.citations.pages.import_page import import_detail, import_progress
from studies.citations.pages.import_steps import (
    import_apply,
    import_cancel,
    import_resume,
    import_search,
    import_undo,
)
from studies.citations.pages.possible_duplicates_page import import_possible
from studies.citations.pages.repair_page import repair, repair_apply, repair_export, repair_sources
from studies.curation.author_requests.author_requests_page import (
    author_request,
    author_request_letter,
    author_request_table,
    author_requests,
    study_requests,
)
from studies.curation.checks.checks_page import checks, checks_study
from studies.curation.extraction.extraction_page import extraction, extraction_settle
from studies.curation.my_work.waiting_page import waiting_studies
from studies.curation.query_answers import query_answer, query_reopen, query_resolve
from studies.curation.reference_records.reference_records_page import (
    reference_record,
    reference_record_new,
    reference_records,
)
from studies.curation.reference_records.second_conditions_page import second_conditions
from studies.curation.reviews.plot_page import review_plot
from studies.curation.reviews.references_page import review_references
from studies.curation.reviews.review_row_page import review_row, review_row_new
from studies.curation.reviews.review_workbench_page import review_workbench, reviews_to_do
from studies.curation.risk_of_bias.risk_of_bias_page import bias_assessment, risk_of_bias
from studies.curation.risk_of_bias.waiting_assessments import waiting_assessments
from studies.curation.screening.abstract_form import screening_abstract
from studies.curation.screening.criteria_page import criteria
from studies.curation.screening.decision_files import screening_export
from studies.curation.screening.retrieval_form import screening_retrieval
from studies.curation.screening.screening_page import screening_detail, screening_list
from studies.curation.sign_off.number_views import sign_off_numbers, sign_off_query
from studies.curation.sign_off.sign_off_page import sign_off, study_hide, study_publish, study_verify
from studies.curation.workbench.draft_actions import workbench_draft
from studies.curation.workbench.live_row_view import workbench_pairs, workbench_row
from studies.curation.workbench.new_study_page import workbench_new
from studies.curation.workbench.workbench_view import workbench
from studies.documents.cells_view import document_cells
from studies.documents.document_files import document_download, document_picture, document_words
from studies.documents.documents_page import document_read, document_remove, documents
from studies.documents.viewer_page import document_page
from studies.pages.flow.flow_page import flow, flow_records
from studies.pages.history.history_page import history_revert, study_history
from studies.pages.study_list import study_list

urlpatterns = [
    path("studies/", study_list, name="study-list"),
    path("studies/publications.<str:suffix>", publication_export, name="publication-export"),
    path("studies/<slug:slug>/publications.<str:suffix>", study_publications, name="study-publications"),
    path("studies/<slug:slug>/history/", study_history, name="study-history"),
    # /curation/: the workbench
    path("curation/studies/", waiting_studies, name="waiting-studies"),
    path("curation/studies/new/", workbench_new, name="workbench-new"),
    path("curation/studies/<slug:slug>/", workbench, name="workbench"),
    path("curation/studies/<slug:slug>/row/", workbench_row, name="workbench-row"),
    path("curation/studies/<slug:slug>/draft/", workbench_draft, name="workbench-draft"),
    path("curation/studies/<slug:slug>/pairs/", workbench_pairs, name="workbench-pairs"),
    # /curation/: verifying a study and signing it off
    path("curation/studies/<slug:slug>/risk-of-bias/", risk_of_bias, name="risk-of-bias"),
    path("curation/risk-of-bias/", waiting_assessments, name="bias-waiting"),
    path("curation/risk-of-bias/<int:pk>/", bias_assessment, name="bias-assessment"),
    path("curation/studies/<slug:slug>/sign-off/", sign_off, name="sign-off"),
    path("curation/studies/<slug:slug>/sign-off/numbers/", sign_off_numbers, name="sign-off-numbers"),
    path("curation/studies/<slug:slug>/sign-off/query/", sign_off_query, name="sign-off-query"),
    path("curation/studies/<slug:slug>/verify/", study_verify, name="study-verify"),
    path("curation/studies/<slug:slug>/publish/", study_publish, name="study-publish"),
    path("curation/studies/<slug:slug>/hide/", study_hide, name="study-hide"),
    path("curation/studies/<slug:slug>/history/<slug:kind>/<int:pk>/revert/", history_revert, name="history-revert"),
    path("curation/criteria/", criteria, name="criteria"),
    path("curation/checks/", checks, name="checks"),
    path("curation/checks/<slug:slug>/", checks_study, name="checks-study"),
    path("curation/queries/<int:pk>/answer/", query_answer, name="query-answer"),
    path("curation/queries/<int:pk>/resolve/", query_resolve, name="query-resolve"),
    path("curation/queries/<int:pk>/reopen/", query_reopen, name="query-reopen"),
    # A second reading
    path("curation/studies/<slug:slug>/extraction/", extraction, name="extraction"),
    path("curation/second-readings/<int:pk>/settle/", extraction_settle, name="extraction-settle"),
    # Source documents, for curators only
    path("curation/studies/<slug:slug>/documents/", documents, name="documents"),
    path("curation/documents/<int:pk>/pages/<int:number>/", document_page, name="document-page"),
    path("curation/documents/<int:pk>/pages/<int:number>/picture.webp", document_picture, name="document-picture"),
    path("curation/documents/<int:pk>/pages/<int:number>/words.json", document_words, name="document-words"),
    path("curation/documents/<int:pk>/pages/<int:number>/cells.json", document_cells, name="document-cells"),
    path("curation/documents/<int:pk>/file/", document_download, name="document-download"),
    path("curation/documents/<int:pk>/remove/", document_remove, name="document-remove"),
    path("curation/documents/<int:pk>/read/", document_read, name="document-read"),
    # Requests to the authors of a study
    path("curation/requests/", author_requests, name="author-requests"),
    path("curation/requests/<int:pk>/", author_request, name="author-request"),
    path("curation/requests/<int:pk>/letter/", author_request_letter, name="author-request-letter"),
    path("curation/requests/<int:pk>/table.csv", author_request_table, name="author-request-table"),
    path("curation/studies/<slug:slug>/requests/", study_requests, name="study-requests"),
    # Reviews: what they pooled and included
    path("curation/reviews/", reviews_to_do, name="reviews-to-do"),
    path("curation/reviews/<slug:slug>/", review_workbench, name="review-workbench"),
    path("curation/reviews/<slug:slug>/plot/", review_plot, name="review-plot"),
    path("curation/reviews/<slug:slug>/references/", review_references, name="review-references"),
    path("curation/reviews/<slug:slug>/<slug:kind>/new/", review_row_new, name="review-row-new"),
    path("curation/reviews/<slug:slug>/<slug:kind>/<int:pk>/", review_row, name="review-row"),
    # Registered trials, claims and their sources; second conditions
    path("curation/records/<slug:kind>/", reference_records, name="reference-records"),
    path("curation/records/<slug:kind>/new/", reference_record_new, name="reference-record-new"),
    path("curation/records/<slug:kind>/<int:pk>/", reference_record, name="reference-record"),
    path("curation/studies/<slug:slug>/conditions/", second_conditions, name="second-conditions"),
    # How records became studies
    path("flow/", flow, name="flow"),
    path("flow/<slug:name>/", flow_records, name="flow-list"),
    # /import/
    path("import/", import_list, name="import-list"),
    path("import/screening/", screening_list, name="screening-list"),
    path("import/screening/decisions.<str:suffix>", screening_export, name="screening-export"),
    path("import/screening/<int:pk>/", screening_detail, name="screening-detail"),
    path("import/screening/<int:pk>/abstract/", screening_abstract, name="screening-abstract"),
    path("import/screening/<int:pk>/full-text/", screening_retrieval, name="screening-retrieval"),
    path("import/repair/", repair, name="repair"),
    path("import/repair/sources/", repair_sources, name="repair-sources"),
    path("import/repair/apply/", repair_apply, name="repair-apply"),
    path("import/repair/publications.<str:suffix>", repair_export, name="repair-export"),
    path("import/<int:pk>/", import_detail, name="import"),
    path("import/<int:pk>/progress/", import_progress, name="import-progress"),
    path("import/<int:pk>/apply/", import_apply, name="import-apply"),
    path("import/<int:pk>/resume/", import_resume, name="import-resume"),
    path("import/<int:pk>/cancel/", import_cancel, name="import-cancel"),
    path("import/<int:pk>/undo/", import_undo, name="import-undo"),
    path("import/<int:pk>/files/<int:position>/search/", import_search, name="import-search"),
    path("import/<int:pk>/possible-duplicates/", import_possible, name="import-possible"),
    path("import/<int:pk>/publications.<str:suffix>", import_export, name="import-export"),
]
