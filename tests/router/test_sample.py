"""An answer that was not understood makes a fixture that tells nobody's affairs."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

from hypothesis import assume, given, strategies as st
import pytest
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import UnexpectedPayload

from .conftest import Provide, Serve
from .replies import LOGIN_PAGE, always, in_json
from .samples import load, replay
from .server import Handler, LocalRouter, nested_usage

# What a mask is made of: who is called like that, is told from nobody else by it.
MASKED = re.compile(r"[x0?\s<>/=\"'.,:;{}\[\]-]*")
STRUCTURE = re.compile(r"\b(true|false|null)\b")
TAGS = re.compile(r"</?[a-z]+[0-9]?")

values = st.recursive(
    st.text() | st.integers() | st.floats() | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["used", "owner"]), inner)
    ),
    max_leaves=50,
)
words = st.text(st.characters(exclude_characters="<", codec="utf-8"), min_size=3)


def answer(body: str | bytes, path: str = "/usage", **headers: str) -> Answer:
    """Return an answer with a body."""
    content = body if isinstance(body, bytes) else body.encode()
    url = URL("http://192.168.88.1").with_path(path)
    return Answer(status=200, url=url, headers=headers, body=content)


def shown(body: str) -> Any:
    """Return what the sample of a body shows of it."""
    return json.loads(answer(body).sample)["body"]


def leaves(value: Any) -> Iterator[Any]:
    """Yield everything in a value but its keys."""
    match value:
        case dict():
            for item in value.values():
                yield from leaves(item)
        case list():
            for item in value:
                yield from leaves(item)
        case _:
            yield value


@given(values)
def test_no_value_of_json_survives(payload: Any) -> None:
    """No text of three characters, no number from a hundred on; also when cut short."""
    told = [*leaves(shown(json.dumps(payload)))]
    texts = " ".join(text for text in told if isinstance(text, str))
    cut = shown(json.dumps(payload, ensure_ascii=False)[:-1] + "\\")
    cut = STRUCTURE.sub("", cut)
    for value in leaves(payload):
        if isinstance(value, str) and len(value) >= 3 and not MASKED.fullmatch(value):
            assert value not in texts
            assert value not in cut
        if isinstance(value, int | float) and abs(value) >= 100:
            assert value not in told
            assert str(abs(value)) not in cut or MASKED.fullmatch(str(abs(value)))


@given(words, words, st.integers(min_value=100))
def test_no_value_of_html_survives(attribute: str, text: str, number: int) -> None:
    """Wherever in the page it is."""
    page = f'<html><body><td class="{attribute}">{text}</td><b>{number}</b></body>'
    told = TAGS.sub("", shown(page))
    for value in (attribute, text, str(number)):
        assume(not MASKED.fullmatch(value))
        assert value not in told


def test_account_data_is_not_told() -> None:
    """Names, numbers, tokens and ids go, wherever they are; the structure stays."""
    secrets = ["amina", "amina@example.org", "+254712345678", "254712345678"]
    secrets += ["s3ss10n", "00:1A:2B:3C:4D:5E", "7f9c-11ee-be56"]
    body = {
        "username": secrets[0],
        "users": {secrets[1]: 1, secrets[3]: {"phone": secrets[2]}},
        "token": secrets[4],
        "devices": [{secrets[5]: {"id": int(secrets[3])}}],
        "subscription": secrets[6],
    }
    kind = f"text/html; boundary={secrets[0]}"
    paths = [f"/v1/{secret}/usage.json" for secret in secrets[1:]]
    for text in (json.dumps(body), json.dumps(body)[:-1], f"<b>{json.dumps(body)}</b>"):
        for path in paths:
            sample = answer(text, path, **{"Content-Type": kind}).sample
            assert [secret for secret in secrets if secret in sample] == []
    assert json.loads(answer(json.dumps(body), "/v1/usage.json").sample) == {
        "path": "/v1/usage.json",
        "status": 200,
        "content_type": None,
        "body": {
            "username": "xxxxx",
            "users": {"key_1": 0, "key_2": {"phone": "?000000000000"}},
            "token": "x0xx00x",
            "devices": [{"key_1": {"id": 0}}],
            "subscription": "0x0x-00xx-xx00",
        },
    }


@pytest.mark.parametrize("body", ["<p>Hello</p>", '"Hello"', "[1]", "7", "null", ""])
def test_body_keeps_its_kind(tmp_path: Path, body: str) -> None:
    """What was text is text, and what was JSON is JSON: a lone string, too."""
    before = answer(body, **{"Content-Type": "application/json; charset=utf-8"})
    (tmp_path / "sample.json").write_text(before.sample)
    after = load(tmp_path / "sample.json")
    assert after.headers == {"Content-Type": "application/json"}
    assert after.is_html is before.is_html
    assert after.sample == before.sample
    assert "Hello" not in after.text


def with_numbers(number: Any) -> Handler:
    """Make an answer whose numbers are all the same."""
    usage = nested_usage()
    for name, value in usage["usage"].items():
        if isinstance(value, int | float):
            usage["usage"][name] = number
    del usage["usage"]["remaining_mb"]
    return in_json(usage)


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(always(text=""), id="nothing"),
        pytest.param(always(text="<h1>Busy</h1>", content_type="text/html"), id="page"),
        pytest.param(always(text=json.dumps(nested_usage())[:90]), id="cut short"),
        pytest.param(in_json({"status": "success"}), id="no numbers"),
        pytest.param(in_json({"total_used_mb": ["many"]}), id="a list"),
        pytest.param(in_json([nested_usage()]), id="in a list"),
        pytest.param(in_json("much"), id="a word"),
        pytest.param(in_json({"error": "?"}, status=404), id="not found"),
        pytest.param(with_numbers(-5), id="negative"),
        pytest.param(with_numbers(float("nan")), id="NaN"),
        pytest.param(with_numbers(1e30), id="absurd"),
        pytest.param(with_numbers(None), id="null"),
    ],
)
async def test_sample_fails_as_the_answer_did(
    serve: Serve[LocalRouter], provider: Provide, tmp_path: Path, odd: Handler
) -> None:
    """Loaded from its file and answered by a router, it ends the same way."""
    router = await serve(LocalRouter(replies={"/usage": odd}))
    with pytest.raises(UnexpectedPayload) as first:
        await provider(router).read()
    assert first.value.sample is not None
    (tmp_path / "local.json").write_text(first.value.sample, encoding="utf-8")
    loaded = load(tmp_path / "local.json")
    router.replies = {loaded.url.path: replay(loaded)}
    with pytest.raises(UnexpectedPayload) as second:
        await provider(router).read()
    assert second.value.detail == first.value.detail


def test_login_page_keeps_its_form() -> None:
    """Enough of it to know it by."""
    assert "<form" in shown(LOGIN_PAGE)
    assert "username" not in shown(LOGIN_PAGE)
