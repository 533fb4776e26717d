"""What people ask in Swahili, by question and kind; and what is none of our business."""

from collections.abc import Mapping, Sequence

SWAHILI: Mapping[str, Sequence[str]] = {
    "left": (
        "data imebaki kiasi gani",
        "Je, imebaki data kiasi gani?",
        "GB ngapi zimebaki",
        "tumebakiwa na data kiasi gani",
        "bando limebaki kiasi gani",
        "salio letu la data ni kiasi gani",
        "data iliyobaki ni kiasi gani",
        "kiasi gani cha data kimebaki",
    ),
    "used.today": (
        "tumetumia data kiasi gani leo",
        "Leo tumetumia data kiasi gani?",
        "matumizi ya data ya leo ni kiasi gani",
    ),
    "used.yesterday": (
        "tulitumia data kiasi gani jana",
        "jana tulitumia GB ngapi",
    ),
    "used.week": (
        "tumetumia data kiasi gani wiki hii",
        "wiki hii tumetumia intaneti kiasi gani",
    ),
    "used.cycle": ("tumetumia data kiasi gani", "data kiasi gani imetumika"),
    "lasts": (
        "je data itatosha",
        "Data yetu itatosha hadi mwisho wa mwezi?",
        "data itaisha lini",
        "tutaishiwa na data lini",
    ),
    "renews": (
        "data inaanza upya lini",
        "kifurushi chetu kinaisha lini",
        "bando linaisha lini",
        "siku ngapi zimebaki kabla ya kifurushi kuisha",
    ),
    "budget": (
        "bajeti ya leo ni kiasi gani",
        "bajeti ya data ya leo",
        "tunaweza kutumia data kiasi gani leo",
    ),
    "watch.film": (
        "tunaweza kutazama filamu leo usiku",
        "Je, tunaweza kuangalia muvi usiku wa leo?",
        "leo usiku tunaweza kutazama filamu",
        "tuna data ya kutosha kutazama filamu",
    ),
    "watch.match": ("tunaweza kuangalia mechi leo jioni",),
    "bundle": (
        "tununue kifurushi gani",
        "Tununue bando gani?",
        "kifurushi gani kinatufaa",
        "tununue GB ngapi",
    ),
}

NOT_OURS: Sequence[str] = (
    "maziwa yamebaki kiasi gani",
    "tumetumia maji kiasi gani leo",
    "betri itadumu",
    "muda umebaki kiasi gani",
    "mkutano unaanza lini",
    "bajeti ya chakula ni kiasi gani",
    "tununue gari gani",
    "leo ni tarehe gani",
    "washa taa",
)
