"""What a spoken answer says, read back: its figures, days and chances, by question."""

import re
from typing import NamedTuple

SIZES = {"mega": 10**6, "giga": 10**9, "tera": 10**12}
AMOUNT = {
    "en": r"([\d.,]+) (mega|giga|tera)bytes?",
    "sw": r"(mega|giga|tera)baiti ([\d.,]*\d)",
}
CHANCE = {"en": r"(\d+)%", "sw": r"asilimia (\d+)"}
DAYS = {"en": r"(\d+) days?", "sw": r"siku (\d+)"}
# The day of the month that a day is named by: "Thursday 24th", "Jumatano tarehe 2".
DAY = {
    "en": r"day (\d+)(?:st|nd|rd|th)|day (\d+) [A-Z]",
    "sw": r"tarehe (\d+)",
}

# What an answer has to say in these words, whatever its figures are.
SAYS = {
    "en": {
        "left": "You have .* left of .*, for",
        "used.today": "You have used (at least )?.* today",
        "used.yesterday": "You used .* yesterday",
        "used.week": "You have used .* since Monday",
        "used.cycle": "You have used .* of .* so far",
        "lasts": "It should last until .*: the chance is .*, and about .* left over",
        "renews": "Your data renews on .*, in",
        "budget": "Today's budget is .*, and you have .* of it left",
        "watch.film": "Yes. A film takes about .* should still last until",
        "watch.episode": "Yes. An episode takes about .* should still last until",
        "watch.match": "Yes. A match takes about .* should still last until",
        "bundle": "(Buy the same again: |A smaller one will do: ).* lasts with a chance",
    },
    "sw": {
        "left": "Umebakiwa na .* kati ya .*, kwa",
        "used.today": "Leo umetumia",
        "used.yesterday": "Jana ulitumia",
        "used.week": "Umetumia .* tangu Jumatatu",
        "used.cycle": "Umetumia .* kati ya .* hadi sasa",
        "lasts": "Inatarajiwa kutosha hadi .*: uwezekano ni .*, na takriban .* zitabaki",
        "renews": "Data yako inaanza upya .*, baada ya",
        "budget": "Bajeti ya leo ni .*, na umebakiwa na",
        "watch.film": "Ndiyo. Filamu hutumia takriban .* itatosha hadi",
        "watch.episode": "Ndiyo. Kipindi kimoja hutumia takriban .* itatosha hadi",
        "watch.match": "Ndiyo. Mechi hutumia takriban .* itatosha hadi",
        "bundle": "(Nunua kilekile: |Kidogo zaidi kitatosha: ).* uwezekano wa",
    },
}


class Meaning(NamedTuple):
    """The figures that an answer has, in the order it says them."""

    amounts: list[float]
    chances: list[int]
    days: list[int]
    dates: list[int]


def meaning(answer: str, language: str) -> Meaning:
    """Return what an answer says; amounts in bytes, dates by their day of the month."""
    amounts = []
    for one, other in re.findall(AMOUNT[language], answer):
        number, size = (one, other) if language == "en" else (other, one)
        amounts.append(float(number.replace(",", "")) * SIZES[size])
    return Meaning(
        amounts,
        [int(share) for share in re.findall(CHANCE[language], answer)],
        [int(count) for count in re.findall(DAYS[language], answer)],
        [int(a or b) for a, b in _pairs(re.findall(DAY[language], answer))],
    )


def _pairs(found: list[str] | list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(item, "") if isinstance(item, str) else item for item in found]


def is_rounded(said: float, exact: float) -> bool:
    """Tell whether an amount is an exact one, rounded as people say it."""
    return abs(said - exact) <= max(0.051 * exact, 10**6)
