"""Every address of the site for every role and for anonymous users: the expected and the actual response.

A new address fails the test until its name is in one of the groups below. An address is asked for (GET) and sent
an empty form (POST); an action that lets a person in answers with anything but a login page or a refusal. On the way
it is seen that no page shows work that its reader must not see yet, and no open page or file a draft.
"""

import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.urls.converters import IntConverter
from pytest_django import DjangoDbBlocker

from studies.models import Study
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from studies.revisions.version_triggers import versioned_tables
from tests.factories import make_publication, make_user
from tests.shared_records import shared_records
from tests.shares import drawn
from tests.studies.bare_pages import leave_out_frame, nothing_drawn, read_people_once
from tests.studies.full_site import (
    ANCHOR,
    addresses,
    compared_results,
    contrast_of,
    first,
    make_site,
    printed_difference_of,
)
from tests.studies.hidden_draft import OF_DRAFT, content_of, hide_draft_beside
from tests.studies.hidden_work import OF_CURATORS, OF_OWNER, make_hidden_work, make_private_records
from tests.studies.revisions.number_now import number_now
from tests.studies.revisions.versions import Rows, store_of_test

pytestmark = pytest.mark.django_db

# The response: a page or file, a redirect (or a message), the login page, a refusal, a method not allowed.
PAGE, IN, LOGIN, NO, METHOD = "page", "in", "login", "no", "method"
NOBODY, READER = "nobody", "reader"
ROLES = (NOBODY, READER, RESEARCHER, CURATOR, ADMIN)
METHODS = ("get", "post")
# An admin is let in at every address, and so asks PostgreSQL everything. Whom else to refuse is decided in Python.
# Whether they ask everywhere, also where the roles beside them get the same, is under the mark "long".
WHO_ASKS = [
    (ADMIN, False),
    *(pytest.param(role, False, marks=pytest.mark.one_database) for role in (READER, RESEARCHER, CURATOR)),
    *(pytest.param(role, True, marks=pytest.mark.long) for role in (READER, CURATOR, ADMIN)),
]
Answers = dict[str, tuple[str, str]]
REFUSED = {LOGIN, NO}


def expected_answers(*, out: tuple[str, str], let_in: tuple[str, str], whom: tuple[str, ...]) -> Answers:
    """What each role gets for GET and for POST: nobody gets the login page, a person of another role a refusal."""
    return {role: let_in if role in whom else (out if role == NOBODY else (NO, NO)) for role in ROLES}


IMPORTERS, CURATORS = (RESEARCHER, CURATOR, ADMIN), (CURATOR, ADMIN)
OPEN = expected_answers(out=(PAGE, METHOD), let_in=(PAGE, METHOD), whom=ROLES)
IMPORT_PAGE = expected_answers(out=(LOGIN, LOGIN), let_in=(PAGE, METHOD), whom=IMPORTERS)
IMPORT_FORM = expected_answers(out=(LOGIN, LOGIN), let_in=(PAGE, IN), whom=IMPORTERS)
IMPORT_STEP = expected_answers(out=(LOGIN, LOGIN), let_in=(METHOD, IN), whom=IMPORTERS)
CURATION_PAGE = expected_answers(out=(LOGIN, LOGIN), let_in=(PAGE, METHOD), whom=CURATORS)
CURATION_FORM = expected_answers(out=(LOGIN, LOGIN), let_in=(PAGE, IN), whom=CURATORS)
CURATION_STEP = expected_answers(out=(LOGIN, LOGIN), let_in=(METHOD, IN), whom=CURATORS)

# The table: one line per group, one name per address.
TABLE: list[tuple[Answers, str]] = [
    (OPEN, "data data-zip data-xlsx condition-zip condition-docx condition-md"),
    (OPEN, "home reviews safety claims search methods glossary robots favicon security-txt"),
    (OPEN, "documentation documentation-page sitemap sitemap-section"),
    (OPEN, "condition condition-selection condition-handout condition-json condition-csv"),
    (OPEN, "condition-findings condition-unused condition-harms condition-reviews condition-uncontrolled"),
    (OPEN, "condition-harms-csv safety-csv"),
    (OPEN, "condition-studies condition-publications"),
    (OPEN, "finding finding-csv finding-svg finding-zip finding-explore finding-explore-json contrast"),
    (OPEN, "printed-contrast former-contrast former-printed-contrast"),
    (OPEN, "api-index api-openapi api-conditions api-condition api-findings api-finding api-contrasts"),
    (OPEN, "api-studies api-study api-arms api-results api-differences api-harms api-queries api-publications"),
    (OPEN, "api-measures api-reviews api-claims api-changes"),
    (OPEN, "dose dose-csv dose-json compare compare-csv ask"),
    (
        OPEN,
        "study-list study-list-csv publication-export study-publications study study-history flow flow-csv flow-list",
    ),
    (OPEN, "changes-feed condition-feed retractions-feed study-list-feed"),
    (OPEN, "release-list release release-checksums frozen-file changes condition-changes"),
    (expected_answers(out=(LOGIN, LOGIN), let_in=(PAGE, IN), whom=(ADMIN,)), "release-new"),
    (IMPORT_PAGE, "import import-progress import-export screening-list screening-export repair-sources repair-export"),
    (IMPORT_FORM, "repair import-list import-possible screening-detail"),
    (IMPORT_STEP, "repair-apply import-apply import-resume import-cancel import-undo import-search"),
    (IMPORT_STEP, "screening-abstract screening-retrieval"),
    (CURATION_PAGE, "worklist waiting-studies author-requests author-request-letter author-request-table"),
    (CURATION_FORM, "author-request study-requests second-conditions"),
    (CURATION_PAGE, "reviews-to-do review-workbench review-recomputed reference-records bias-waiting"),
    (CURATION_FORM, "review-row review-row-new review-references review-plot reference-record reference-record-new"),
    (CURATION_FORM, "workbench workbench-new risk-of-bias bias-assessment checks checks-study sign-off finding-rate"),
    (CURATION_FORM, "criteria extraction documents"),
    (CURATION_PAGE, "document-page document-picture document-words document-cells document-download"),
    (CURATION_STEP, "document-remove document-read"),
    (
        CURATION_STEP,
        "workbench-row workbench-pairs workbench-draft study-verify study-publish study-hide history-revert",
    ),
    (CURATION_STEP, "workbench-effects"),
    (CURATION_STEP, "sign-off-numbers sign-off-query"),
    (CURATION_STEP, "query-answer query-resolve query-reopen finding-rating-withdraw extraction-settle"),
    (dict.fromkeys(ROLES, (PAGE, IN)), "login password_reset password_reset_confirm"),
    (OPEN, "password_reset_done password_reset_complete"),
    (dict.fromkeys(ROLES, (PAGE, IN)) | {NOBODY: (LOGIN, LOGIN)}, "password_change"),
    (dict.fromkeys(ROLES, (PAGE, METHOD)) | {NOBODY: (LOGIN, LOGIN)}, "password_change_done"),
    (expected_answers(out=(LOGIN, LOGIN), let_in=(PAGE, IN), whom=(ADMIN,)), "person-invite"),
    (expected_answers(out=(LOGIN, LOGIN), let_in=(METHOD, IN), whom=(ADMIN,)), "person-link"),
    (dict.fromkeys(ROLES, (METHOD, IN)), "logout"),
]
EXPECTED = {name: group for group, names in TABLE for name in names.split()}

# -- The admin pages: permissions of a role on a kind of record, and the response of each page ------------------

NOTHING, LOOK, EDIT, OWN = "nothing", "look", "edit", "own"
# For workbench records: change fields that the workbench lacks and delete, or delete only.
AMEND, DELETE = "amend", "delete"
# For publications: edit some fields, and restore no old version, which would change all.
CORRECT = "correct"
RECORDS = {RESEARCHER: LOOK, CURATOR: EDIT, ADMIN: OWN}
OF_WORKBENCH = {RESEARCHER: LOOK, CURATOR: LOOK, ADMIN: AMEND}
RESULTS = {RESEARCHER: LOOK, CURATOR: LOOK, ADMIN: DELETE}
WORDS = {RESEARCHER: LOOK, CURATOR: LOOK, ADMIN: OWN}
PAPERS = {RESEARCHER: CORRECT, CURATOR: EDIT, ADMIN: OWN}
RECEIPTS = dict.fromkeys(IMPORTERS, LOOK)
PRIVATE = {RESEARCHER: NOTHING, CURATOR: LOOK, ADMIN: LOOK}
PEOPLE = {RESEARCHER: NOTHING, CURATOR: NOTHING, ADMIN: EDIT}
GROUPS = {RESEARCHER: NOTHING, CURATOR: NOTHING, ADMIN: LOOK}
MACHINERY = dict.fromkeys(IMPORTERS, NOTHING)
KINDS: list[tuple[dict[str, str], str]] = [
    (OF_WORKBENCH, "study arm reportedcontrast adverseevent"),
    (RESULTS, "outcomeresult"),
    (
        RECORDS,
        "riskofbias dataquery reportedpool reviewinclusion reviewtrialrow registration claim claimsource "
        "inclusioncriterion",
    ),
    (WORDS, "condition outcomemeasure minimalimportantchange betweengroupthreshold synonym"),
    (PAPERS, "publication"),
    (
        RECEIPTS,
        "component publicationsource importbatch importfile filecontent importedentry notthesame screeningdecision "
        "searchrecord publicationabstract verification extraction extractedvalue biasassessment signallinganswer "
        "biasjudgement queryreply retractionlist retractionnotice certaintyassessment reportretrieval",
    ),
    (PRIVATE, "documentcontent sourcedocument sourcemark numberconfirmation authorrequest"),
    (PEOPLE, "user"),
    (GROUPS, "group"),
    (MACHINERY, "accessattempt accesslog accessfailurelog dbtaskresult"),
]
MAY = {kind: may for may, kinds in KINDS for kind in kinds.split()}
# Addresses at which a page reads more than at its plain one.
SEARCHES = ["/search/?q=ozone", "/studies/?q=ozone"]
# They follow from versioned tables. Whether they are up to date changes no page: a search reads what is not indexed.
OF_THE_INDEX = {f"studies_search{part}" for part in ("comparison", "document", "note", "text", "word")}
# The numbers of studies move with their rows. No page shows one: they tell which parts of it are still true.
OF_STUDIES = {"studies_studychange"}
# The number itself. The statement on the last days of changes hangs on its row, which is always there.
OF_THE_DATA = {"studies_dataversion"}
# For each page: the response to roles without access, with read access, with edit access, and owners.
ADMIN_PAGES: dict[str, dict[str, tuple[str, str]]] = {
    "changelist": {NOTHING: (NO, NO), LOOK: (PAGE, IN), EDIT: (PAGE, IN), OWN: (PAGE, IN)},
    "add": {NOTHING: (NO, NO), LOOK: (NO, NO), EDIT: (PAGE, IN), OWN: (PAGE, IN)},
    "change": {NOTHING: (NO, NO), LOOK: (PAGE, NO), EDIT: (PAGE, IN), OWN: (PAGE, IN)},
    "history": {NOTHING: (NO, NO), LOOK: (PAGE, IN), EDIT: (PAGE, IN), OWN: (PAGE, IN)},
    "delete": {NOTHING: (NO, NO), LOOK: (NO, NO), EDIT: (NO, NO), OWN: (PAGE, IN)},
    "simple_history": {NOTHING: (NO, NO), LOOK: (PAGE, NO), EDIT: (PAGE, IN), OWN: (PAGE, IN)},
    "password_change": {NOTHING: (NO, NO), LOOK: (NO, NO), EDIT: (PAGE, IN), OWN: (PAGE, IN)},
}
for _page, _answers in ADMIN_PAGES.items():
    _answers[AMEND] = _answers[LOOK if _page == "add" else OWN]
    _answers[CORRECT] = _answers[LOOK if _page == "simple_history" else EDIT]
    _answers[DELETE] = _answers[OWN if _page == "delete" else LOOK]
# Pages of the admin that are of no record: the response for staff; others get the login page.
ENTERED: dict[str, tuple[str, str]] = {
    "admin:index": (PAGE, IN),
    "admin:app_list": (PAGE, IN),
    "admin:jsi18n": (PAGE, METHOD),
    "admin:password_change": (PAGE, IN),
    "admin:password_change_done": (PAGE, METHOD),
}
# Tested separately below, because their response depends on the parameters.
ELSEWHERE = {"admin:autocomplete", "admin:view_on_site", "admin:login", "admin:logout"}


def expected_of(name: str) -> Answers:
    """What each role gets at an address. Raises ``KeyError`` for one that is in no group."""
    if not name.startswith("admin:"):
        return EXPECTED[name]
    if name in ENTERED:
        return expected_answers(out=(LOGIN, LOGIN), let_in=ENTERED[name], whom=IMPORTERS)
    kind, page = kind_and_page(name)
    may = MAY[kind]
    return {NOBODY: (LOGIN, LOGIN), READER: (NO, NO)} | {role: ADMIN_PAGES[page][may[role]] for role in IMPORTERS}


def kind_and_page(name: str) -> tuple[str, str]:
    """Of "admin:studies_study_change": study and change."""
    for page in sorted(ADMIN_PAGES, key=len, reverse=True):
        if name.endswith(f"_{page}"):
            return name.removeprefix("admin:").removesuffix(f"_{page}").split("_")[-1], page
    raise KeyError(name)


# -- Arguments of the addresses -----------------------------------------------------------------------------


def address_of(name: str, study: Study) -> str:
    """The address of that name, for an existing record."""
    if name.startswith("admin:") and name not in ENTERED:
        return admin_address_of(name)
    of_study, of_condition, pk = [study.slug], [study.condition.slug], "pk"
    numbers = {
        "query": "studies.dataquery",
        "screening": "studies.publication",
        "bias": "studies.biasassessment",
        "import": "studies.importbatch",
        "extraction": "studies.extractedvalue",
        "document": "studies.sourcedocument",
        "author": "studies.authorrequest",
    }

    def review() -> Study:
        return study.included_in.earliest("pk").review

    special: dict[str, Callable[[], list[Any]]] = {
        "admin:app_list": lambda: ["studies"],
        "documentation-page": lambda: ["operations"],
        "frozen-file": lambda: [1, "glossary/"],
        "sitemap-section": lambda: ["studies"],
        "password_reset_confirm": lambda: ["MQ", "set-password"],
        "person-link": lambda: [User.objects.latest("pk").username],
        "publication-export": lambda: ["bib"],
        "repair-export": lambda: ["ris"],
        "screening-export": lambda: ["ris"],
        "study-publications": lambda: [study.slug, "bib"],
        "condition-publications": lambda: [*of_condition, "bib"],
        "flow-list": lambda: ["screened"],
        "contrast": lambda: [study.slug, *contrast_of(study)],
        "printed-contrast": lambda: [study.slug, printed_difference_of(study).address],
        "former-contrast": lambda: [study.slug, *(result.pk for result in compared_results(study))],
        "former-printed-contrast": lambda: [study.slug, printed_difference_of(study).pk],
        "history-revert": lambda: [study.slug, "study", study.history.first().history_id],
        "finding-rating-withdraw": lambda: [*of_condition, ANCHOR, first("evidence.certaintyassessment")],
        "import-search": lambda: [first("studies.importbatch"), 1],
        "import-export": lambda: [first("studies.importbatch"), "bib"],
        "review-workbench": lambda: [review().slug],
        "review-recomputed": lambda: [review().slug],
        "review-plot": lambda: [review().slug],
        "review-references": lambda: [review().slug],
        "review-row-new": lambda: [review().slug, "pool"],
        "review-row": lambda: [review().slug, "pool", review().reported_pools.get().pk],
        "reference-records": lambda: ["claims"],
        "reference-record-new": lambda: ["registrations"],
        "reference-record": lambda: ["registrations", first("studies.registration")],
    }
    if name in special:
        return reverse(name, args=special[name]())
    needed = set(parameters(name))
    is_of_condition = name.removeprefix("api-").startswith(("condition", "finding", "contrasts"))
    values = {"slug": of_condition[0] if is_of_condition else of_study[0], "anchor": ANCHOR}
    values |= {"comparison": "ozone-v-sham", "number": 1}
    if pk in needed:
        values[pk] = first(numbers[name.partition("-")[0]])
    return reverse(name, kwargs={key: values[key] for key in needed})


def parameters(name: str) -> list[str]:
    return list(dict(named_addresses())[name].pattern.converters)


@cache
def named_addresses() -> list[tuple[str, Any]]:
    """Every address with its name; those of the admin begin with "admin:"."""
    return [
        (f"admin:{each.name}" if written.startswith("admin/") else str(each.name), each)
        for written, each in addresses()
        # Two addresses of the admin have no name: the link from a record to its page, and the catch-all.
        if each.name
    ]


def admin_address_of(name: str) -> str:
    kind, page = kind_and_page(name)
    app = name.removeprefix("admin:").removesuffix(f"_{kind}_{page}")
    if page in ("changelist", "add"):
        return reverse(name)
    pk = first(f"{app}.{kind}")
    if page != "simple_history":
        return reverse(name, args=[pk])
    return reverse(name, args=[pk, first_line(app, kind)])


def first_line(app: str, kind: str) -> int:
    return first(f"{app}.historical{kind}")


# -- Asking ---------------------------------------------------------------------------------------------------------


def answer_of(client: Client, address: str, method: str, unseen: Collection[str] = ()) -> str:
    """The kind of response, which shows none of the unseen words; cookies and the database are then as before.

    Of a form that was sent only that is asked, and nothing is drawn: what its page may show is seen before.
    """
    cookies = {name: each.value for name, each in client.cookies.items()}
    if method == "get":
        kind = kind_of(client.get(address), address, method, unseen)
    else:
        with transaction.atomic(), nothing_drawn():
            kind = kind_of(client.post(address), address, method, unseen)
            transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return kind


def kind_of(response: Any, address: str, method: str, unseen: Collection[str] = ()) -> str:
    text = content_of(response).lower()
    assert [word for word in unseen if word.encode() in text] == [], address
    if response.status_code in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND):
        to_login = "/login/" in response["Location"]
        return LOGIN if to_login else (PAGE if method == "get" else IN)
    words = {HTTPStatus.OK: PAGE if method == "get" else IN, HTTPStatus.BAD_REQUEST: IN, HTTPStatus.CONFLICT: IN}
    words |= {HTTPStatus.FORBIDDEN: NO, HTTPStatus.METHOD_NOT_ALLOWED: METHOD}
    return words.get(HTTPStatus(response.status_code), str(response.status_code))


def client_of(role: str) -> Client:
    """Asks as a person of that role, or as nobody."""
    client = Client(raise_request_exception=False)
    if role != NOBODY:
        client.force_login(make_user(role="" if role == READER else role))
        assert SESSION_KEY in client.session
    return client


def test_table_lists_exactly_the_existing_addresses():
    names = {name for name, _ in named_addresses()} - ELSEWHERE
    unknown = []
    for name in names:
        try:
            expected_of(name)
        except KeyError:
            unknown.append(name)
    assert unknown == [], "these addresses are in no group of the permission matrix: add their names"
    assert {name for name, _ in named_addresses()} >= ELSEWHERE


def test_an_admin_is_let_in_wherever_somebody_is():
    """So what an admin asks of the database is what everybody asks."""
    closed = {*REFUSED, METHOD}
    for name in {name for name, _ in named_addresses()} - ELSEWHERE:
        for got in zip(*expected_of(name).values(), strict=True):
            of_admin = got[ROLES.index(ADMIN)]
            assert of_admin not in closed or closed.issuperset(got), name


def test_no_public_address_has_a_number_of_the_database():
    former = {"former-contrast", "former-printed-contrast"}
    assert {name for name in EXPECTED if name.startswith("former-")} == former
    numbered = {name for name, pattern in named_addresses() if _has_number(pattern)}
    assert {name for name in numbered if expected_of(name) is OPEN} == former


def _has_number(address: Any) -> bool:
    return any(isinstance(each, IntConverter) for each in address.pattern.converters.values())


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Study]:
    """Built once: each test works inside the transaction that holds it."""
    with shared_records(django_db_blocker, make_whole_site) as study:
        yield study


def make_whole_site() -> Study:
    study = make_site()
    make_hidden_work(study=study, paper=make_publication(study=None), owner=make_user(role=CURATOR))
    make_private_records(study)
    hide_draft_beside(study)
    return study


@pytest.fixture(scope="module", autouse=True)
def contact() -> Iterator[None]:
    """Without one there is no security.txt."""
    with override_settings(SECURITY_CONTACT="mailto:editor@example.org"):
        yield


@pytest.fixture(scope="module")
def places(site: Study, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Every address by its name, with arguments."""
    with django_db_blocker.unblock():
        return {name: address_of(name, site) for name in sorted({name for name, _ in named_addresses()} - ELSEWHERE)}


@pytest.fixture(scope="module")
def folder_of_kept_values(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def open_pages(
    places: dict[str, str], folder_of_kept_values: str, django_db_blocker: DjangoDbBlocker
) -> tuple[dict[str, str], dict[str, str]]:
    """What nobody gets at each open address, and the tables that are read for it, with one of these addresses."""
    read: dict[str, str] = {}
    got: dict[str, str] = {}
    here = ""

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        read.update(dict.fromkeys(re.findall(r'"?((?:studies|evidence|auth|django|axes)_\w+)"?(?![\w".])', sql), here))
        return execute(sql, *rest)

    client, unseen = Client(), (OF_OWNER, OF_CURATORS, *OF_DRAFT)
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        store_of_test(folder_of_kept_values, patch),
        connection.execute_wrapper(note),
    ):
        for here in open_places(places):
            got[here] = kind_of(client.get(here), here, "get", unseen)
    return got, read


def open_places(places: dict[str, str]) -> list[str]:
    """Every open address; on PostgreSQL, of files that show what pages show, a third."""
    found = [place for name, place in places.items() if expected_of(name) is OPEN]
    files = [place for place in found if is_file(place)]
    asked = drawn(files, 1 / 3) if connection.vendor == "postgresql" else files
    return [place for place in found if place not in files or place in asked] + SEARCHES


@pytest.fixture
def rows(open_pages: object, folder_of_kept_values: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    """What open pages are made of is kept for all roles, as on the site: who asks after another gets nothing of theirs.

    Nobody has asked first.
    """
    with store_of_test(folder_of_kept_values, monkeypatch) as rows:
        yield rows


def is_asked(role: str, name: str) -> bool:
    """Whether the role is asked: not where those just below and above get the same, as roles are cumulative.

    A researcher always is: of those who must not see what is for curators alone, nobody is shown more. And an admin,
    where no other role is: nobody asks what is open.
    """
    expected = expected_of(name)
    if role == ADMIN and connection.vendor == "postgresql":
        return expected is not OPEN
    place = ROLES.index(role)
    return role == RESEARCHER or len({expected[each] for each in ROLES[place - 1 : place + 2]}) > 1


def is_file(address: str) -> bool:
    return address.startswith("/api/") or not address.endswith("/")


def is_of_record(name: str) -> bool:
    """Whether an address is one of the admin for a kind of record."""
    return name.startswith("admin:") and name not in ENTERED


def asked_names(role: str, places: dict[str, str]) -> list[str]:
    """The addresses at which the role is asked; of open files, which name no person, a tenth."""
    asked = [name for name in places if is_asked(role, name)]
    files = [name for name in asked if expected_of(name) is OPEN and is_file(places[name])]
    left_out = {*files} - {*drawn(files, 1 / 10)}
    return [name for name in asked if name not in left_out]


def methods_of(role: str, name: str) -> Iterable[str]:
    """The methods with which the role asks for an address.

    An open page refuses a form before it looks who sends it, so only nobody sends one. Whoever is refused both methods
    asks with one of them, drawn anew in each order of the tests. For a page of a record in the admin, where nothing is
    changed, Django asks for the same permission for both methods.
    """
    expected = expected_of(name)
    if expected is OPEN and role != NOBODY:
        return ("get",)
    if REFUSED.issuperset(expected[role]) and (role != NOBODY or is_of_record(name)):
        return random.sample(METHODS, 1)
    return ("get",) if is_of_record(name) and expected[role] == (PAGE, IN) else METHODS


def asked_of(role: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """What the role is asked at these addresses, as name and method.

    Django's pages are the same for all records: of all kinds with which the role may do the same one is asked in full,
    another one in each run, and of what the others refuse a tenth. That no other kind allows more is asked without its
    pages: ``test_every_kind_of_record_allows_what_the_table_says``. Who may restore an old version is decided in a view
    of ours, and asked of every kind.
    """
    kinds = {MAY[kind].get(role): kind for kind in random.sample([*MAY], len(MAY))}.values()
    of_others = [name for name in names if is_of_record(name) and kind_and_page(name)[0] not in kinds]
    asked = [(name, method) for name in {*names} - {*of_others} for method in methods_of(role, name)]
    refused = [
        (name, method)
        for name in of_others
        for method, answer in zip(METHODS, expected_of(name)[role], strict=True)
        if answer in REFUSED
    ]
    of_ours = [place for place in refused if kind_and_page(place[0])[1] == "simple_history"]
    of_django = [place for place in refused if place not in of_ours]
    return sorted(asked) + of_ours + drawn(of_django, 1 / 10)


def asked_everywhere(places: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, method) for name in places for method in (METHODS[:1] if expected_of(name) is OPEN else METHODS)]


@pytest.mark.parametrize(("role", "everywhere"), WHO_ASKS)
def test_every_role_gets_the_response_in_the_table(role, everywhere, places, rows, monkeypatch):
    leave_out_frame(monkeypatch)
    read_people_once(monkeypatch)
    client = client_of(role)
    of_others = (OF_OWNER,) if role in CURATORS else (OF_OWNER, OF_CURATORS)
    # Curators work on drafts.
    of_open = of_others if role in CURATORS else (*of_others, *OF_DRAFT)

    got = {}
    for name, method in asked_everywhere(places) if everywhere else asked_of(role, asked_names(role, places)):
        # Nothing is kept of what a form changes, which is taken back.
        rows.version = 1 if method == "get" else None
        unseen = of_open if expected_of(name) is OPEN else of_others
        got[name, method] = answer_of(client, places[name], method, unseen)

    assert wrong_answers(role, got) == []
    assert len(got) > 10


def wrong_answers(role: str, got: dict[tuple[str, str], str]) -> list[str]:
    expected = {(name, method): expected_of(name)[role][METHODS.index(method)] for name, method in got}
    return [
        f"{place}: expected {expected[place]}, got {came}" for place, came in got.items() if came != expected[place]
    ]


def test_nobody_gets_the_response_in_the_table_and_changes_no_number(places, open_pages):
    client, (of_page, _) = Client(), open_pages
    before = number_now()
    got = {(name, "get"): of_page[place] for name, place in places.items() if place in of_page}
    for name, method in asked_of(NOBODY, places):
        if method == "post" or expected_of(name) is not OPEN:
            got[name, method] = answer_of(client, places[name], method)

    assert wrong_answers(NOBODY, got) == []
    assert {of_page[search] for search in SEARCHES} == {PAGE}
    assert number_now() == before


def test_open_pages_read_only_versioned_tables(open_pages):
    _, read = open_pages
    known = {*versioned_tables(), *OF_THE_INDEX, *OF_STUDIES, *OF_THE_DATA}
    assert {table: address for table, address in read.items() if table not in known} == {}
    assert len(read) > 50


def test_every_page_of_the_admin_asks_first_who_it_is():
    """Also of the records for which no page is asked above, and the addresses without a name."""
    request = RequestFactory().get("/admin/")
    pages = [each for written, each in addresses() if written.startswith("admin/") and each.name != "login"]
    assert len(pages) > len(MAY)
    for page in pages:
        arguments = dict.fromkeys(page.pattern.converters, "1")
        request.user = AnonymousUser()
        assert page.callback(request, **arguments)["Location"] == "/admin/login/?next=/admin/"
        request.user = User()
        with pytest.raises(PermissionDenied):
            page.callback(request, **arguments)


@pytest.mark.parametrize("role", IMPORTERS)
def test_every_kind_of_record_allows_what_the_table_says(role, site):
    """What Django asks before it shows or changes a record."""
    request, got = RequestFactory().get("/admin/"), {}
    request.user = make_user(role=role)
    for model in filter(admin.site.is_registered, apps.get_models()):
        record, of_kind = QuerySet(model).first(), admin.site.get_model_admin(model)
        got[model._meta.model_name] = (
            of_kind.has_view_permission(request, record),
            of_kind.has_add_permission(request),
            of_kind.has_change_permission(request, record),
            of_kind.has_delete_permission(request, record),
        )

    assert got == {kind: rights_of(may[role]) for kind, may in MAY.items()}


def rights_of(may: str) -> tuple[bool, ...]:
    """Whether who may do that with a kind of record looks at one, adds, changes and deletes one."""
    look, change = ADMIN_PAGES["change"][may]
    return look == PAGE, ADMIN_PAGES["add"][may][0] == PAGE, change == IN, ADMIN_PAGES["delete"][may][0] == PAGE


def test_admin_views_with_parameters_check_permissions(site):
    search = reverse("admin:autocomplete") + "?term=a&app_label=studies&model_name=arm&field_name=study"
    on_site = reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(site).pk, site.pk])
    for role in ROLES:
        client = client_of(role)
        inside = role in IMPORTERS
        out = LOGIN if role == NOBODY else NO
        assert answer_of(client, search, "get") == (PAGE if inside else out)
        assert answer_of(client, on_site, "get") == (PAGE if inside else out)
        assert answer_of(client, reverse("admin:login"), "get") == (PAGE if inside else out)
        # Anonymous users are redirected to the first page of the admin.
        assert answer_of(client, reverse("admin:logout"), "get") == (METHOD if inside else PAGE if out == LOGIN else NO)


@pytest.mark.parametrize("name", ["sign-off", "study-publish", "query-answer", "logout", "import-apply"])
def test_cross_site_form_is_refused(name, places):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role=CURATOR))

    assert client.post(places[name]).status_code == HTTPStatus.FORBIDDEN
