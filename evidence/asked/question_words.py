"""The words by which a question names an outcome, a route or a time, or a treatment beside its label.

Synonyms that people curate (``studies.search``) widen each of them: "steroid" here is "cortisone" there.
"""

from studies.choices import ComponentName, CriticalOutcome, RouteGroup
from studies.reported.windows import Window

# Terms of each value, separated by semicolons. Labels of treatments need not be repeated.
TREATMENT_WORDS: dict[ComponentName, str] = {
    ComponentName.OZONE: "ozone injection; oxygen ozone therapy",
    ComponentName.SHAM: "sham; placebo injection; fake injection",
    ComponentName.LOCAL_ANAESTHETIC: "nerve block",
    ComponentName.OXYGEN: "O2",
    ComponentName.SALINE: "salt water",
    ComponentName.STEROID: "steroid injection",
    ComponentName.DISCECTOMY: "surgery; operation; spine surgery; back surgery; surgical treatment; microdiscectomy",
    ComponentName.ENDOSCOPIC_DISCECTOMY: "endoscopic surgery; PELD",
    ComponentName.RADIOFREQUENCY: "radiofrequency ablation; pulsed radiofrequency; RFA",
    ComponentName.PLASMA_ABLATION: "coblation; nucleoplasty",
    ComponentName.LASER: "laser therapy",
    ComponentName.NEEDLE: "acupuncture; needling; dry needling",
    ComponentName.PHYSIOTHERAPY: "rehabilitation; manual therapy",
    ComponentName.EXERCISE: "exercise therapy",
    ComponentName.TECAR: "tecar; diathermy",
    ComponentName.TENS: "electrical nerve stimulation",
    ComponentName.MEDICATION: "medicine; drug; drug treatment; tablet; pill; NSAID; painkiller; analgesic; opioid; "
    "ibuprofen; diclofenac; celecoxib; pregabalin; gabapentin",
    ComponentName.SUPPLEMENT: "supplement; alpha lipoic acid",
    ComponentName.USUAL_CARE: "standard care; usual treatment; standard treatment; conservative treatment; "
    "conservative care",
}
OUTCOME_WORDS: dict[CriticalOutcome, str] = {
    CriticalOutcome.PAIN: "pain; pain relief; pain score; pain intensity; less pain; NRS; visual analogue scale",
    CriticalOutcome.DISABILITY: "disability; function; functioning; physical function; Oswestry; Roland-Morris; RMDQ; "
    "mobility",
    CriticalOutcome.SUCCESS: "success; success rate; treatment success; successful; cure; recovery; recover; "
    "improvement; improve; MacNab; response; responder; good outcome; excellent or good outcome; poor outcome; failure",
    CriticalOutcome.SERIOUS_HARM: "safe; safer; safety; unsafe; dangerous; danger; harm; harmful; serious harm; death; "
    "die; kill; risk; infection; stroke; embolism; gas embolism",
    CriticalOutcome.SURGERY: "later surgery; surgery avoided; avoid surgery; surgery avoidance; need surgery; "
    "need for surgery; surgery rate; prevent surgery; reduce surgery; spare surgery; surgery later; later operation; "
    "avoid operation; operation avoided; need operation; spare operation; fewer operations; surgery; operation",
    CriticalOutcome.QUALITY_OF_LIFE: "quality of life; QoL; SF-36; SF-12; EQ-5D",
    CriticalOutcome.ANALGESICS: "analgesic use; analgesic consumption; painkiller use; fewer painkillers; "
    "less medication; medication use; opioid use; painkiller; analgesic",
}
ROUTE_WORDS: dict[RouteGroup, str] = {
    RouteGroup.INTRADISCAL: "intradiscal; into the disc; in the disc; disc injection; nucleolysis",
    RouteGroup.FORAMINAL: "foraminal; nerve root block; nerve root injection; nerve root infiltration",
    RouteGroup.EPIDURAL: "epidural; caudal; caudal epidural; peridural",
    RouteGroup.PARAVERTEBRAL: "paravertebral; paraspinal; intramuscular; muscle injection; into the muscle; "
    "in the muscle",
    RouteGroup.FACET: "facet injection; facet joint injection; facet joint; intra-articular; facet",
    RouteGroup.SYSTEMIC: "systemic; autohaemotherapy; intravenous; rectal; rectal insufflation",
}
TIME_WORDS: dict[Window, str] = {
    Window.IMMEDIATE: "immediate; immediately; straight away; right after; directly after",
    Window.SHORT: "short term; short run",
    Window.INTERMEDIATE: "intermediate term; medium term; mid term",
    Window.LONG: "long term; longer term; long run",
}
# Words that part two sides, and words that put two treatments on one side: phrases in this order.
AGAINST_WORDS = (
    "v; vs; versus; against; compared; compare; comparison; comparing; than; instead of; in place of; rather than; "
    "alternative to; replace; replacing; equal to; as good as; difference between"
)
ON_TOP_WORDS = (
    "on top of; added to; add; added; adding; add-on; addition; in addition to; combined; combination; alongside; "
    "together; adjunct; adjuvant; as well as; on its own"
)
# What stands before them is in both arms, what follows in one.
WITH_OR_WITHOUT = "with or without; with and without; with versus without; with vs without"
# What follows is left out. A treatment is then on no side.
ABSENT_WORDS = "without; without any; except; except for; excluding; but not; other than; apart from; not"
# What stands for no treatment at all.
UNTREATED_WORDS = (
    "nothing; doing nothing; no treatment; no therapy; no injection; no intervention; no ozone; untreated; "
    "waiting list; wait and see; watchful waiting; observation; natural history; natural course"
)
# They put two treatments on one side where they stand between them; "or" parts two sides there.
JOINING_WORDS = "with; and; plus"
ALTERNATIVE_WORD = "or"
# With ozone alone they ask of everything that is known.
EFFECT_WORDS = (
    "work; works; help; helps; helpful; effect; effects; effective; effectiveness; efficacy; evidence; benefit; "
    "benefits; useful; better; good"
)
# They say nothing of what is asked.
SILENT_WORDS = (
    "a about after again all alone also am an any anyone are around as at be been before being best better between "
    "both but by can cases could data did do does doing done during each effect effective effectively effectiveness "
    "effects efficacy efficient else even ever every evidence fewer find follow following for found from gas get gets "
    "getting give given gives giving go good had has have having help helped helpful helping helps her him his how i "
    "if in infiltration infiltrations injected injecting injection injections into is it its just know known let like "
    "lower higher make makes many may me measured method might more most much my need needed no of off on one only "
    "option options our out over patient patients people person please procedure published randomised randomized rct "
    "rcts real really receive received receiving reduce reduced reduces reducing relief relieve relieves research "
    "result results say says science scientific shall she shot shots should show shown shows so some someone still "
    "studies study such suffer suffering take tell that the their them then there these they therapies therapy this "
    "those time to treat treated treating treatment treatments trial trials try under until up us use used useful "
    "using very was we well were what when where whether which while who whom whose why will within work "
    "worked working works worth would you your controlled difference follow-up lumbar cause caused due happen happens "
    "mean average change changes score scores number"
)
