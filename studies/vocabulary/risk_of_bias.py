"""How far a study or a result can be trusted, by which instrument."""

from studies.vocabulary.word import Vocabulary


class Tool(Vocabulary):
    """By what instrument risk of bias or quality was judged."""

    ROB_1 = "cochrane-rob-1", "Cochrane risk of bias 1"
    ROB_2 = "rob-2", "RoB 2"
    JADAD = "jadad", "Jadad"
    PEDRO = "pedro", "PEDro"
    AMSTAR_2 = "amstar-2", "AMSTAR 2"
    BACK_GROUP = "cochrane-back-review-group", "Cochrane Back Review Group"
    NARRATIVE = "narrative-appraisal", "narrative appraisal"
    NOT_STATED = "not-stated", "tool not stated"
