"""What people ask aloud, and what is answered: sentences and texts, from files.

A language's file has the `sentences` of each question, in the notation of Home Assistant's
own (https://developers.home-assistant.io/docs/voice/intent-recognition/template-sentence-syntax),
with `rules` for what they share, a `frame` that all of them stand in, and the words that
tell the kinds of a question apart (`heard`). An answer has alternatives, the fullest first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
import json
from pathlib import Path
import re
from typing import Any, override

from .alert_words import LANGUAGES, Words, first_known


class Question(StrEnum):
    """What can be asked."""

    LEFT = "left"
    USED = "used"
    LASTS = "lasts"
    RENEWS = "renews"
    BUDGET = "budget"
    WATCH = "watch"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the language it is in; `None` if it may be either."""

    question: Question
    language: str | None = None


# Read with the module, which Home Assistant imports off its event loop.
VOICE: Mapping[str, Mapping[str, Any]] = {
    name: json.loads(
        (Path(__file__).parent / "texts" / f"voice_{name}.json").read_text("utf-8")
    )
    for name in (*LANGUAGES, "either")
}
_RULE = re.compile(r"<(\w+)>")


class SpokenWords(Words):
    """Says amounts in whole words, as one hears them."""

    @override
    def amount(self, size: float) -> str:
        """Return an amount of data: "24 gigabytes"."""
        number, unit = self.measured(size)
        one, several = VOICE[self.language]["units"][unit]
        unit = one if number == "1" else several
        return str(VOICE[self.language]["amount"]).format(number=number, unit=unit)

    def thing(self, name: str) -> str:
        """Return what might be done."""
        return str(VOICE[self.language]["things"][name])

    def all_of(self, names: Sequence[str]) -> str:
        """Return some names as one enumerates them."""
        *others, last = names
        return self.both([", ".join(others), last] if others else [last])

    def answer(self, part: str, variant: str, said: Mapping[str, str]) -> str:
        """Return the first text of an answer whose values are all known.

        What is said alike in all parts stands in the common one.
        """
        answers = VOICE[self.language]["answers"]
        texts = answers[part].get(variant) or answers["common"][variant]
        return first_known(texts, said)


def sentences(names: Iterable[str]) -> Mapping[str, Asked]:
    """Return the sentence templates, one for each question, and what is asked with it.

    Each may end with the name of a household. They are as few and as short as they can
    be: Home Assistant reads them in its event loop.
    """
    spoken = "|".join(dict.fromkeys(filter(None, map(plain, names))))
    found: dict[str, Asked] = {}
    for name, file in VOICE.items():
        place = file["place"].format(names=f"({spoken})") if spoken else ""
        language = name if name in LANGUAGES else None
        for question, templates in file["sentences"].items():
            several = f"({'|'.join(templates)})"
            framed = file["frame"].format(sentences=several, place=place)
            whole = " ".join(_filled(framed, file["rules"]).split())
            found[whole] = Asked(Question(question), language)
    return found


def detail(question: Question, text: str, language: str) -> str:
    """Return which kind of a question it is, by a word in it; the last kind has none."""
    heard = set(plain(text).split())
    kinds: Mapping[str, Sequence[str]] = VOICE[language]["heard"][question]
    return next(kind for kind, words in kinds.items() if not words or heard & {*words})


def details(question: Question) -> Sequence[str]:
    """Return the kinds that a question has."""
    return tuple(VOICE["en"]["heard"].get(question, ()))


def plain(name: str) -> str:
    """Return a text as it is compared with what was heard: nothing but its words."""
    return " ".join(re.findall(r"[\w'.-]*\w", name.casefold()))


def _filled(template: str, rules: Mapping[str, str]) -> str:
    """Return a template with its rules, and theirs, written out."""
    while _RULE.search(template):
        template = _RULE.sub(lambda rule: rules[rule[1]], template)
    return template
