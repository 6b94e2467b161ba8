"""Under which names a release stores the documents by which states are compared. Pure."""

STUDY_STATE, RECORD_STATE, CONDITION_STATE = "state/studies/", "state/records/", "state/conditions/"
