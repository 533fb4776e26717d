"""Which sentences are ours, and what each asks: by Home Assistant's own matcher."""

from collections.abc import Iterator, Mapping, Sequence
import re

from hassil.intents import Intents
from hassil.recognize import recognize_all
import pytest

from custom_components.taara.alert_words import LANGUAGES
from custom_components.taara.voice_texts import (
    Asked,
    Question,
    detail,
    details,
    sentences,
)

from . import english, swahili

NAMES = ("Beach house", "Mama's flat (2)")
TABLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": english.ENGLISH,
    "sw": swahili.SWAHILI,
}


def matcher(templates: Mapping[str, Asked]) -> Intents:
    """Return the templates as the agent keeps them."""
    intents = {"Ours": {"data": [{"sentences": list(templates)}]}}
    return Intents.from_dict({"language": "en", "intents": intents})


TEMPLATES = sentences(NAMES)
MATCHER = matcher(TEMPLATES)


def heard(text: str) -> set[Asked]:
    """Return everything that a text may ask."""
    found = recognize_all(text, MATCHER)
    return {
        TEMPLATES[str(result.intent_sentence.text)]
        for result in found
        if result.intent_sentence is not None
    }


def every() -> Iterator[tuple[str, str, str]]:
    """Yield each sentence with its language and what it asks."""
    for language, table in TABLES.items():
        for key, texts in table.items():
            for text in texts:
                yield language, key, text


@pytest.mark.parametrize(("language", "key", "text"), every())
def test_asked(language: str, key: str, text: str) -> None:
    """Each sentence asks one thing, in one language, with or without a household."""
    question, _, kind = key.partition(".")
    for place in (
        "",
        " at the Beach house" if language == "en" else " kwa Beach house",
    ):
        asked = text.rstrip("?") + place
        assert heard(asked) == {Asked(Question(question), language)}
        if details(Question(question)):
            assert detail(Question(question), asked, language) == kind


@pytest.mark.parametrize("text", [*english.NOT_OURS, *swahili.NOT_OURS])
def test_not_ours(text: str) -> None:
    """What is not about internet data is left alone."""
    assert heard(text) == set()


DATA = r"\b(data|internet|intaneti|wifi|gigs|gigabytes|gb|bundles?|bando|kifurushi)\b"


@pytest.mark.parametrize(
    "text",
    sorted({re.sub(DATA, "milk", text.lower()) for _, _, text in every()}),
)
def test_other_things(text: str) -> None:
    """The same questions about milk are none of ours."""
    assert "milk" not in text or heard(text) == set()


@pytest.mark.parametrize("text", ["data balance", "Bundle balance?", "bando balance"])
def test_either(text: str) -> None:
    """What is said alike in both languages is of neither."""
    assert heard(text) == {Asked(Question.LEFT)}


def test_enough_is_asked() -> None:
    """Each question is asked in each language, in many ways."""
    for language, least in (("en", 60), ("sw", 20)):
        table = TABLES[language]
        assert {key.partition(".")[0] for key in table} == {*Question}
        texts = [text for texts in table.values() for text in texts]
        assert len({*texts}) == len(texts) >= least
    assert set(TABLES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("how much data is left at the beach house", True),
        ("how much data is left in mama's flat 2", True),
        ("how much data is left at the office", False),
    ],
)
def test_names(text: str, ours: bool) -> None:
    """Only the names of households are known, however they are written."""
    assert bool(heard(text)) is ours


def test_no_names() -> None:
    """A name that has no words in it asks for nobody, and breaks nothing."""
    found = sentences(["(!)"])
    assert found == sentences([])
    matcher(found)


def test_few_words() -> None:
    """Home Assistant reads them in its event loop: they are not to grow without need."""
    assert sum(len(template.split()) for template in sentences(())) < 1500
