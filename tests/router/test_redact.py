"""Structure is shown, values are not."""

import doctest
import json
from types import ModuleType

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.router import address, redact as module, values
from custom_components.taara.router.redact import redact, skeleton


@pytest.mark.parametrize("documented", [address, module, values])
def test_examples_in_the_documentation_hold(documented: ModuleType) -> None:
    """They are read by people first."""
    result = doctest.testmod(documented)

    assert result.attempted > 0
    assert result.failed == 0


def test_unknown_fields_are_masked_and_keep_their_type() -> None:
    """So that a sample can be read again by the parser it was made for."""
    payload = {
        "name": "Amina",
        "plan": "912.5 GB",
        "ok": True,
        "none": None,
        "number": 4711,
        "share": 0.5,
        "list": ["secret", {"deep": "secret"}],
    }

    assert redact(payload) == {
        "name": "xxxxx",
        "plan": "000.0 xx",
        "ok": True,
        "none": None,
        "number": 0,
        "share": 0.0,
        "list": ["xxxxxx", {"deep": "xxxxxx"}],
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (614400, 614400),
        (-0.5, -0.5),
        ("614400.5", "614400.5"),
        ("success", "success"),
        ("2026-10-13T08:00:00Z", "2026-10-13T08:00:00Z"),
        ("2026-10-13", "2026-10-13"),
        ("Amina's router", "xxxxx'x xxxxxx"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (10**30, 1e30),
    ],
)
def test_known_field_shows_what_is_harmless(value: object, shown: object) -> None:
    """A number, a word, a moment; never a text."""
    assert redact({"known": value}, keep=("known",)) == {"known": shown}


def test_key_that_may_name_somebody_is_masked() -> None:
    """Some routers list devices by their address."""
    shown = redact({"AA:BB:CC:00:11:22": 1, "254700000000": 1, "rx1": 1})

    assert list(shown) == ["key_1", "key_2", "rx1"]


def test_copy_of_much_is_short() -> None:
    """What is left out shows as such."""
    shown = redact([[7] * 190, *[7] * 190])

    assert len(shown[0]) == 190
    assert shown[1:10] == [0] * 8 + ["…"]
    assert (
        len(redact({f"field_{letter}" * 2: 7 for letter in map(chr, range(999))})) < 200
    )


def test_what_is_not_of_json_is_left_out() -> None:
    """It could not be stored."""
    assert redact({"when": object()}) == {"when": "…"}


def test_markup_keeps_its_tags() -> None:
    """Attributes and texts are masked, and what only looks like a tag."""
    assert skeleton("<hunter2>") == "<xxxxxx0>"
    page = '<td class="a7">Bytes up</td><td>63.7 MiB</td>'

    assert skeleton(page) == '<td xxxxx="x0">xxxxx xx</td><td>00.0 xxx</td>'


def test_value_has_no_structure() -> None:
    """What looks like a tag or a key in it may be a part of a secret."""
    assert redact(["<body", '{"pin": 7}']) == ["<xxxx", '{"xxx": 0}']


def test_broken_json_keeps_its_keys() -> None:
    """They tell what it should have been; nothing in a page is taken for one."""
    cut = '{"user": {"254700000000": "Amina", "left" : 12'

    assert skeleton(cut) == '{"user": {"000000000000": "xxxxx", "left" : 00'
    wrong = '{"captive": false, "left": ---, "owner": "true", "by": [true, null ]}'
    assert skeleton(wrong) == wrong.replace('"true"', '"xxxx"')
    assert skeleton('<p>"Amina": 7</p>') == '<p>"xxxxx": 0</p>'


def test_number_keeps_what_a_parser_minds() -> None:
    """Its sign, and that it is absurd."""
    assert redact([-4711, -0.5, 10**30, -1e30]) == [-1, -1.0, 10**24, -1e24]


@given(
    st.recursive(
        st.text() | st.integers() | st.floats() | st.none() | st.booleans(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=400,
    )
)
def test_copy_is_bounded_and_standard_json(payload: object) -> None:
    """Whatever came: it is stored."""
    assert len(json.dumps(redact(payload), allow_nan=False)) < 20_000


@given(
    st.text(
        st.characters(categories=["L", "N", "S"], exclude_characters="<"), min_size=3
    )
)
def test_no_word_survives(secret: str) -> None:
    """In a value, in a text, or in a key's value."""
    shown = json.dumps([redact({"a": [secret]}), skeleton(secret)], ensure_ascii=False)

    assert set(shown) <= set('[]{}", :ax0?>=')
