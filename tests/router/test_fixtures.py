"""Every provider reads its own folder of `fixtures` as each file there says."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
import json
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from custom_components.taara.model import Reading
from custom_components.taara.repair_flow import _document
from custom_components.taara.router import PROVIDERS, create_provider
from custom_components.taara.router.discovery import discover
from custom_components.taara.router.provider import RouterError, UnexpectedPayload

from .conftest import Connect
from .samples import FOLDER, GOOD, NOT_UNDERSTOOD, answering, fixture

# Times are told from now, so that now is the same at every run.
pytestmark = pytest.mark.freeze_time("2026-10-14T09:00:00Z")

FILES = sorted(FOLDER.glob("*/*.json"))
REFUSAL = "refusal"


def name_of(file: Path) -> str:
    """Return a fixture's name in reports."""
    return f"{file.parent.name}-{file.stem}"


def known(reading: Reading) -> Mapping[str, Any]:
    """Return all that a reading knows, as JSON has it, but what differs each time."""
    told = asdict(reading)
    for name in ("taken_at", "response_ms", "raw"):
        del told[name]
    there = {
        name: value
        for name, value in told.items()
        if value is not None and value is not False
    }
    return dict(json.loads(json.dumps(there, default=_written)))


def _written(day: date) -> str:
    return day.isoformat()


async def poll(file: Path, connect: Connect, name: str) -> Reading:
    """Make one poll of a fixture's device; any `RouterError`."""
    told = fixture(file)
    async with answering(told) as device:
        session = connect(device.url)
        try:
            return await create_provider(name, session, told.account).read()
        finally:
            assert session.usage_requests <= 2


@pytest.mark.parametrize("file", FILES, ids=name_of)
async def test_poll_comes_to_what_is_expected(file: Path, connect: Connect) -> None:
    """A reading with all of these figures and no other, or this error."""
    try:
        came = known(await poll(file, connect, file.parent.name))
    except RouterError as error:
        came = {"error": error.key}

    assert came == fixture(file).expected


@pytest.mark.parametrize(
    "file",
    [file for file in FILES if fixture(file).expected == NOT_UNDERSTOOD],
    ids=name_of,
)
async def test_saved_sample_is_a_fixture(
    file: Path, connect: Connect, tmp_path: Path
) -> None:
    """What the repair saves is one, with whatever the account is known to choose."""
    name, account = file.parent.name, fixture(file).account
    copy(file.with_stem(GOOD), tmp_path)
    with pytest.raises(UnexpectedPayload) as first:
        await poll(file, connect, name)
    saved = tmp_path / f"{name}.json"
    document = json.loads(_document(name, first.value.sample or ""))
    saved.write_text(json.dumps({**document, "account": account}), encoding="utf-8")
    with pytest.raises(UnexpectedPayload) as second:
        await poll(saved, connect, name)
    assert second.value.detail == first.value.detail


@pytest.mark.parametrize(
    "file", [file for file in FILES if fixture(file).found], ids=name_of
)
async def test_device_is_recognised(file: Path, connect: Connect) -> None:
    """Without credentials, and without a usage request."""
    async with answering(fixture(file)) as device:
        session = connect(device.url)
        found = await discover(session)

    assert found.provider == file.parent.name
    assert session.usage_requests == 0


@pytest.mark.parametrize("name", PROVIDERS)
def test_folder_is_complete(name: str) -> None:
    """A good answer, a refusal, one that is not understood, and how it is recognised."""
    told = {file.stem: fixture(file) for file in (FOLDER / name).glob("*.json")}
    assert "error" not in told[GOOD].expected
    assert told[REFUSAL].expected.get("error") not in {None, *NOT_UNDERSTOOD.values()}
    assert any(one.expected == NOT_UNDERSTOOD for one in told.values())
    assert any(one.found for one in told.values())


def strays() -> Iterator[str]:
    """Yield what nobody would ever look at."""
    for entry in FOLDER.iterdir():
        if entry.name not in PROVIDERS:
            yield entry.name
    for file in FOLDER.rglob("*"):
        if file.is_file() and file not in FILES:
            yield str(file.relative_to(FOLDER))


def test_every_fixture_is_a_providers() -> None:
    """One whose name has a slip would test nothing."""
    assert [*strays()] == []
