"""What a group of patients received."""

from studies.choices.labelled_enum import LabelledEnum


class ArmRole(LabelledEnum):
    """Whether an arm received ozone."""

    OZONE = "ozone", "ozone"
    COMPARATOR = "comparator", "comparator"


class Intervention(LabelledEnum):
    """An arm's treatment as one label, for browsing. The rules use components."""

    OZONE = "ozone", "ozone"
    OZONE_STEROID = "ozone+steroid", "ozone and steroid"
    SHAM = "sham", "sham"
    STEROID = "steroid", "steroid"
    LOCAL_ANAESTHETIC = "local-anaesthetic", "local anaesthetic"
    DISCECTOMY = "discectomy", "discectomy"
    RADIOFREQUENCY = "radiofrequency", "radiofrequency"
    PHYSIOTHERAPY = "physiotherapy", "physiotherapy"
    MEDICATION = "medication", "medication"
    LASER = "laser", "laser"
    COLLAGENASE = "collagenase", "collagenase"
    PRP = "prp", "platelet-rich plasma"
    OTHER = "other", "other"


class Family(LabelledEnum):
    """Kinds of component that are one treatment when two arms are compared."""

    OZONE = "ozone", "ozone"
    SHAM = "sham", "sham"
    # What an injection is dissolved in or carried by: not a separate treatment next to ozone.
    VEHICLE = "vehicle", "vehicle"
    STEROID = "steroid", "steroid"
    DISCECTOMY = "discectomy", "discectomy"
    PROCEDURE = "procedure", "other procedure"
    PHYSIOTHERAPY = "physiotherapy", "physiotherapy"
    MEDICATION = "medication", "medication"
    UNNAMED_INJECTION = "unnamed-injection", "injection of unnamed drugs"
    NOT_STATED = "not-stated", "not stated"


class ComponentName(LabelledEnum):
    """Everything an arm can receive that could act, each of one family."""

    family: Family

    def __new__(cls, value: str, label: str = "", family: Family = Family.NOT_STATED) -> "ComponentName":
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.label = label
        choice.family = family
        return choice

    OZONE = "ozone", "ozone", Family.OZONE
    SHAM = "sham", "sham injection", Family.SHAM
    LOCAL_ANAESTHETIC = "local-anaesthetic", "local anaesthetic", Family.VEHICLE
    OXYGEN = "oxygen", "oxygen", Family.VEHICLE
    SALINE = "saline", "saline", Family.VEHICLE
    EPIDURAL_SALINE = "epidural-saline", "epidural saline", Family.VEHICLE
    DISTILLED_WATER = "distilled-water", "distilled water", Family.VEHICLE
    STEROID = "steroid", "steroid", Family.STEROID
    DISCECTOMY = "discectomy", "discectomy", Family.DISCECTOMY
    ENDOSCOPIC_DISCECTOMY = "endoscopic-discectomy", "endoscopic discectomy", Family.DISCECTOMY
    PERCUTANEOUS_DISCECTOMY = "percutaneous-discectomy", "percutaneous discectomy", Family.DISCECTOMY
    RADIOFREQUENCY = "radiofrequency", "radiofrequency", Family.PROCEDURE
    PLASMA_ABLATION = "plasma-ablation", "plasma ablation", Family.PROCEDURE
    LASER = "laser", "laser", Family.PROCEDURE
    COLLAGENASE = "collagenase", "collagenase", Family.PROCEDURE
    PRP = "prp", "platelet-rich plasma", Family.PROCEDURE
    HYALURONIDASE = "hyaluronidase", "hyaluronidase", Family.PROCEDURE
    NEEDLE = "acupuncture-or-needle", "acupuncture or needling", Family.PROCEDURE
    PHYSIOTHERAPY = "physiotherapy", "physiotherapy", Family.PHYSIOTHERAPY
    EXERCISE = "exercise", "exercise", Family.PHYSIOTHERAPY
    TECAR = "tecar", "Tecar diathermy", Family.PHYSIOTHERAPY
    TENS = "tens", "TENS", Family.PHYSIOTHERAPY
    INFRARED = "infrared", "infrared", Family.PHYSIOTHERAPY
    MEDICATION = "medication", "medication", Family.MEDICATION
    SUPPLEMENT = "supplement", "food supplement", Family.MEDICATION
    # Conservative treatment that the record does not name.
    USUAL_CARE = "usual-care", "usual care", Family.MEDICATION
    # An injection, as the record says, of drugs that it does not name.
    UNNAMED_INJECTION = "unnamed-injection", "injection of unnamed drugs", Family.UNNAMED_INJECTION
    NOT_STATED = "not-stated", "not stated", Family.NOT_STATED


class Route(LabelledEnum):
    """Where the injection went."""

    INTRADISCAL = "intradiscal", "into the disc (intradiscal)"
    INTRADISCAL_INTRAFORAMINAL = "intradiscal+intraforaminal", "into the disc and beside the nerve root"
    INTRAFORAMINAL = "intraforaminal", "beside the nerve root (intraforaminal)"
    EPIDURAL = "epidural", "epidural"
    CAUDAL_EPIDURAL = "caudal-epidural", "caudal epidural"
    PARAVERTEBRAL = "paravertebral-intramuscular", "into the muscle beside the spine (paravertebral)"
    FACET = "facet", "facet joint"
    SYSTEMIC = "systemic", "systemic"
    OTHER = "other", "other or not stated"


class RouteGroup(LabelledEnum):
    """Routes that are pooled together. The ozone arm's route decides."""

    INTRADISCAL = "intradiscal", "intradiscal"
    FORAMINAL = "foraminal", "foraminal or periradicular"
    EPIDURAL = "epidural", "epidural"
    PARAVERTEBRAL = "paravertebral", "paravertebral intramuscular"
    FACET = "facet", "facet joint"
    SYSTEMIC = "systemic", "systemic"
    # Never pooled: two routes that are not stated need not be the same.
    NOT_STATED = "not-stated", "route other or not stated"


ROUTE_GROUPS: dict[Route, RouteGroup] = {
    Route.INTRADISCAL: RouteGroup.INTRADISCAL,
    Route.INTRADISCAL_INTRAFORAMINAL: RouteGroup.INTRADISCAL,
    Route.INTRAFORAMINAL: RouteGroup.FORAMINAL,
    Route.EPIDURAL: RouteGroup.EPIDURAL,
    Route.CAUDAL_EPIDURAL: RouteGroup.EPIDURAL,
    Route.PARAVERTEBRAL: RouteGroup.PARAVERTEBRAL,
    Route.FACET: RouteGroup.FACET,
    Route.SYSTEMIC: RouteGroup.SYSTEMIC,
    Route.OTHER: RouteGroup.NOT_STATED,
}


class Guidance(LabelledEnum):
    """The imaging that guided the needle."""

    CT = "ct", "CT"
    FLUOROSCOPY = "fluoroscopy", "fluoroscopy"
    ULTRASOUND = "ultrasound", "ultrasound"
    EPIDUROSCOPY = "epiduroscopy", "epiduroscopy"
    CT_OR_FLUOROSCOPY = "ct-or-fluoroscopy", "CT or fluoroscopy"
