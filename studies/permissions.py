"""Who may do what: one table of roles, saved as groups after every migration.

A person who may enter the admin pages is also marked as staff. Everyone, logged in or not, reads what is not a draft.
"""

from collections.abc import Mapping

from django.apps.registry import Apps

RESEARCHER = "researcher"
CURATOR = "curator"
ADMIN = "admin"

VIEW = ("view",)
EDIT = ("view", "add", "change")
OWN = ("view", "add", "change", "delete")

# Records that a curator extracts and corrects.
_RECORDS = (
    "studies.study",
    "studies.arm",
    "studies.outcomeresult",
    "studies.reportedcontrast",
    "studies.adverseevent",
    "studies.riskofbias",
    "studies.dataquery",
    "studies.reportedpool",
    "studies.reviewinclusion",
    "studies.reviewtrialrow",
    "studies.registration",
    "studies.claim",
    "studies.claimsource",
)
# Terms that records are described in: a change here changes every page.
_VOCABULARIES = (
    "studies.condition",
    "studies.outcomemeasure",
    "studies.minimalimportantchange",
    "studies.betweengroupthreshold",
    "studies.synonym",
)
# Made only by the code, by imports and by the curation pages.
_RECEIPTS = (
    "studies.component",
    "studies.publicationsource",
    "studies.importbatch",
    "studies.importfile",
    "studies.filecontent",
    "studies.importedentry",
    "studies.searchrecord",
    "studies.publicationabstract",
    "studies.notthesame",
    "studies.screeningdecision",
    "studies.retractionlist",
    "studies.retractionnotice",
    # Judgements, each with the person who made it.
    "studies.verification",
    "studies.extraction",
    "studies.extractedvalue",
    "studies.biasassessment",
    "studies.signallinganswer",
    "studies.biasjudgement",
    "studies.queryreply",
    "studies.inclusioncriterion",
    "studies.reportretrieval",
)
# Private: source documents and what was typed from them. Curators read, and the curation pages write.
PRIVATE = (
    "studies.documentcontent",
    "studies.documentpage",
    "studies.sourcedocument",
    "studies.sourcemark",
    "studies.numberconfirmation",
    "studies.authorrequest",
)
# Bytes of documents, what a person typed and has not saved, and what only database triggers write: no admin page shows
# them to anybody.
UNSHOWN = (
    "studies.contentpiece",
    "studies.workbenchdraft",
    "studies.dataversion",
    "studies.openchange",
    "studies.searchcomparison",
    "studies.searchdocument",
    "studies.searchnote",
    "studies.searchword",
    "studies.studychange",
)
_EVERYTHING = (*_RECORDS, *_VOCABULARIES, *_RECEIPTS)

Actions = tuple[str, ...]
ROLES: dict[str, dict[str, Actions]] = {
    # Imports and screens.
    RESEARCHER: {**dict.fromkeys(_EVERYTHING, VIEW), "studies.publication": EDIT},
    # Edits, extracts, verifies. Deletes nothing: what is wrong is corrected, and its history kept.
    CURATOR: {
        **dict.fromkeys((*_EVERYTHING, *PRIVATE), VIEW),
        **dict.fromkeys(_RECORDS, EDIT),
        "studies.publication": EDIT,
        "studies.inclusioncriterion": EDIT,
    },
    # Also manages vocabularies and people.
    ADMIN: {
        **dict.fromkeys((*_RECORDS, *_VOCABULARIES), OWN),
        **dict.fromkeys((*_RECEIPTS, *PRIVATE), VIEW),
        "studies.inclusioncriterion": OWN,
        "studies.publication": OWN,
        "auth.user": OWN,
        "auth.group": VIEW,
    },
}


# What only a person of a role may do, whatever page or command is used: the permission that tells them apart.
PERMISSION_OF_ROLE = {
    RESEARCHER: "studies.add_publication",
    CURATOR: "studies.change_study",
    ADMIN: "studies.delete_study",
}
NOBODY = "nobody"
# Fields with a right of their own: the lowest role that may write each in the admin, where it may change the record.
ROLE_OF_FIELD: dict[str, dict[str, str]] = {
    "studies.publication": {
        # What a publication reports, and whether it stands, decides what every page says.
        "study": CURATOR,
        "role": CURATOR,
        "retraction": CURATOR,
        "retraction_checked_on": CURATOR,
    },
    # The workbench has no place for these. It works the role of an arm out from its components, and of two arms with
    # ozone one can be the comparator. Curators change the second conditions on a page of their own, with a reason.
    "studies.study": {"slug": ADMIN, "secondary_conditions": ADMIN},
    "studies.arm": {"study": ADMIN, "role": ADMIN},
    "studies.reportedcontrast": {"study": ADMIN},
    "studies.adverseevent": {"study": ADMIN},
    # Changed by an answer, on the page of the study.
    "studies.dataquery": {"state": NOBODY},
}
# Of these, what curators write on pages of their own: a restored version may bring it back.
WRITTEN_ELSEWHERE = {("studies.study", "secondary_conditions"), ("studies.arm", "role")}
# Fields of a publication that reports a study: a curator's to write, by hand and by an import.
CURATORS_FIELDS_WITH_STUDY = ("doi", "pmid", "pmcid", "retraction")


def role_of_field(model: str, name: str, *, has_study: bool = False) -> str | None:
    """The lowest role that may write a field by hand; None where the right to change the record is enough.

    >>> role_of_field("studies.publication", "study"), role_of_field("studies.publication", "title")
    ('curator', None)
    >>> role_of_field("studies.publication", "doi"), role_of_field("studies.publication", "doi", has_study=True)
    (None, 'curator')
    """
    if model == "studies.publication" and has_study and name in CURATORS_FIELDS_WITH_STUDY:
        return CURATOR
    return ROLE_OF_FIELD.get(model, {}).get(name)


def add_permissions(model: str, actions_of_roles: Mapping[str, Actions]) -> None:
    """Let another app say what each role may do with one of its models, such as "shop.order", when it is ready."""
    for role, actions in actions_of_roles.items():
        ROLES[role][model] = actions


def codenames(role: str) -> frozenset[tuple[str, str]]:
    """App and codename of every permission of a role, such as ("studies", "change_study")."""
    pairs = ((label.split("."), actions) for label, actions in ROLES[role].items())
    return frozenset((app, f"{action}_{model}") for (app, model), actions in pairs for action in actions)


def synchronise_groups(apps: Apps, *, using: str) -> None:
    """Make a group for every role, holding exactly the permissions of the table, in the database named.

    A permission that does not exist yet, in a database migrated in part, is given at the next migration.
    """
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    existing = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(existing[pair] for pair in codenames(role) & existing.keys())
