"""The page on voice says what is so: its questions are understood, its names are right."""

from pathlib import Path
import re

import pytest

from custom_components.taara.intent import KINDS
from custom_components.taara.llm import TOOLS
from custom_components.taara.voice_texts import Question, details
from homeassistant.util.yaml import parse_yaml

from .test_sentences import heard

PAGE = (Path(__file__).parents[2] / "docs" / "voice.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| W")]
ROWS += [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| To")]


def quoted(text: str) -> list[str]:
    """Return what is said in a text."""
    return re.findall(r'"(.+?)"', text)


def test_every_question_has_its_row() -> None:
    """Each is shown in both languages, in more than one way."""
    assert len(ROWS) == len(Question)
    for _, english, swahili in ROWS:
        assert len(quoted(english)) > 1
        assert len(quoted(swahili)) > 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (language, text)
        for row in ROWS
        for language, cell in zip(("en", "sw"), row[1:], strict=True)
        for text in quoted(cell)
    ],
)
def test_questions_are_understood(language: str, text: str) -> None:
    """Whoever reads them there can ask them."""
    (asked,) = heard(text)
    assert asked.language == language


def test_intents() -> None:
    """Every intent is listed with its slots; the example names one."""
    for kind in KINDS:
        assert f"`{kind.name}`" in PAGE
        for value in (kind.detail, *details(kind.question)):
            assert value is None or f"`{value}`" in PAGE
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    written = parse_yaml(example)
    assert isinstance(written, dict)
    assert set(written["intents"]) <= {kind.name for kind in KINDS}


def test_tools() -> None:
    """Every tool of a language model is listed."""
    listed = re.findall(r"`(taara__\w+)`", PAGE)
    assert sorted(listed) == sorted(tool.name for tool in TOOLS)
