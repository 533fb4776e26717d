"""Tables and vnStat's JSON: the rows in them."""

from contextlib import suppress
from datetime import UTC, date, datetime
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.usage.refusal import Refused
from custom_components.taara.usage.row_texts import csv_rows, listed_rows, vnstat_rows
from custom_components.taara.usage.rows import Row

VERSION_2 = {
    "vnstatversion": "2.12",
    "jsonversion": "2",
    "interfaces": [
        {
            "name": "eth0",
            "alias": "",
            "created": {"date": {"year": 2026, "month": 9, "day": 1}},
            "traffic": {
                "total": {"rx": 9, "tx": 9},
                "hour": [
                    {
                        "id": 41,
                        "date": {"year": 2026, "month": 10, "day": 2},
                        "time": {"hour": 5, "minute": 0},
                        "timestamp": 1790910000,
                        "rx": 3,
                        "tx": 4,
                    },
                    {
                        "id": 42,
                        "date": {"year": 2026, "month": 10, "day": 2},
                        "time": {"hour": 6, "minute": 0},
                        "rx": 5,
                        "tx": 6,
                    },
                ],
                "day": [
                    {
                        "id": 7,
                        "date": {"year": 2026, "month": 10, "day": 1},
                        "timestamp": 1790812800,
                        "rx": 1,
                        "tx": 2,
                    }
                ],
            },
        }
    ],
}
VERSION_1 = {
    "vnstatversion": "1.18",
    "jsonversion": "1",
    "interfaces": [
        {
            "id": "ppp0",
            "nick": "internet",
            "traffic": {
                "total": {"rx": 9, "tx": 9},
                "days": [
                    {
                        "id": 0,
                        "date": {"year": 2026, "month": 10, "day": 1},
                        "rx": 10,
                        "tx": 20,
                    }
                ],
                "hours": [
                    {
                        "id": 13,
                        "date": {"year": 2026, "month": 10, "day": 2},
                        "rx": 1,
                        "tx": 2,
                    }
                ],
            },
        }
    ],
}


def test_vnstat_2() -> None:
    """Bytes, received and sent; hours at the moment that is told, else in local time."""
    local = datetime(2026, 10, 2, 6)  # noqa: DTZ001  vnStat's local time
    rows = [
        Row(line=1, when=date(2026, 10, 1), usage=3, unit="B"),
        Row(line=2, when=datetime(2026, 10, 2, 3, tzinfo=UTC), usage=7, unit="B"),
        Row(line=3, when=local, usage=11, unit="B"),
    ]
    assert list(vnstat_rows(VERSION_2)) == rows
    assert list(vnstat_rows(json.dumps(VERSION_2), "eth0")) == rows


def test_vnstat_1() -> None:
    """KiB; an hour's number is the hour of the day."""
    local = datetime(2026, 10, 2, 13)  # noqa: DTZ001  vnStat's local time
    assert list(vnstat_rows(VERSION_1)) == [
        Row(line=1, when=date(2026, 10, 1), usage=30, unit="KiB"),
        Row(line=2, when=local, usage=3, unit="KiB"),
    ]


def test_vnstat_with_several_interfaces() -> None:
    """A person chooses; only one of them leads to the internet."""
    (first,) = VERSION_2["interfaces"]
    assert isinstance(first, dict)
    both = VERSION_2 | {"interfaces": [first, first | {"name": "wlan0", "traffic": {}}]}
    with pytest.raises(Refused, match="which_interface") as refused:
        list(vnstat_rows(both))
    assert refused.value.placeholders == {"interfaces": "eth0, wlan0"}
    with pytest.raises(Refused, match="which_interface"):
        list(vnstat_rows(both, "eth1"))
    assert len(list(vnstat_rows(both, "eth0"))) == 3
    assert list(vnstat_rows(both, "wlan0")) == []


@pytest.mark.parametrize(
    "source",
    [
        {},
        [],
        None,
        "[]",
        "1",
        {"jsonversion": "3", "interfaces": []},
        VERSION_2 | {"jsonversion": None},
    ],
)
def test_not_vnstat(source: Any) -> None:
    """Other JSON, and later versions, are not guessed at."""
    with pytest.raises(Refused, match="import_not_vnstat"):
        list(vnstat_rows(source))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
def test_broken_json(text: str) -> None:
    """Text that is no JSON is refused."""
    with pytest.raises(Refused, match="import_unreadable"):
        list(vnstat_rows(text))


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"date": 1},
        {"date": {"year": 2026, "month": 13, "day": 1}, "id": 4},
        {"date": {"year": 2026, "month": 1, "day": 1}, "id": 24},
        {"timestamp": 10**30},
        {"timestamp": "now"},
    ],
)
def test_vnstat_with_strange_items(item: dict[str, Any]) -> None:
    """They become rows that nobody believes, so that a person hears of them."""
    traffic = {"hour": [item, "no item"], "day": 5}
    odd = {"jsonversion": 2, "interfaces": [{"name": "a", "traffic": traffic}]}
    for known in ({}, {"rx": 1}, {"rx": True, "tx": 1}):
        item |= known
        (row,) = vnstat_rows(odd)
        assert row == Row(line=1, when=None, usage=None, unit="B")


def test_vnstat_with_strange_days() -> None:
    """So do days that are none."""
    traffic = {"day": [{}, {"date": 1}, {"date": {"year": 1, "month": 13, "day": 1}}]}
    odd = {"jsonversion": 2, "interfaces": [{"name": "a", "traffic": traffic}]}
    assert [row.when for row in vnstat_rows(odd)] == [None] * 3


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["traffic", "day", "hour", "name"]), inner)
    ),
)


@given(interfaces=json_values)
def test_any_json(interfaces: Any) -> None:
    """Whatever it holds, there are rows or a refusal."""
    with suppress(Refused):
        for row in vnstat_rows({"jsonversion": "2", "interfaces": interfaces}):
            assert row.unit == "B"


@pytest.mark.parametrize(
    "text",
    [
        "date,usage,unit\n2026-10-01,1.5,GB\n\n2026-10-02,2,\n",
        "\ufeffDate;Usage;Unit\r\n2026-10-01;1,5;GB\r\n;;\r\n2026-10-02;2;\r\n",
        "start\t usage \tdate\tunit\n2026-10-01\t1.5\t\tGB\n\t\t\n\t2\t2026-10-02",
    ],
)
def test_csv(text: str) -> None:
    """Columns are named, in any order; empty lines are passed over."""
    assert list(csv_rows(text)) == [
        Row(line=2, when="2026-10-01", usage="1.5", unit="GB"),
        Row(line=4, when="2026-10-02", usage="2", unit=None),
    ]


def test_csv_with_missing_cells() -> None:
    """They become rows that nobody believes."""
    assert list(csv_rows("date;usage\n2026-10-01\n")) == [
        Row(line=2, when="2026-10-01", usage="")
    ]
    assert list(csv_rows("date,usage\n2026-10-01\n")) == [
        Row(line=2, when="2026-10-01", usage=None)
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "2026-10-01,5\n", "date,bytes\n2026-10-01,5\n", "usage\n5\n"]
)
def test_csv_without_names(text: str) -> None:
    """Nobody guesses which column is what."""
    with pytest.raises(Refused, match="import_no_header"):
        list(csv_rows(text))


def test_csv_with_an_endless_cell() -> None:
    """What is no table is refused."""
    with pytest.raises(Refused, match="import_unreadable"):
        list(csv_rows("date,usage\n" + "9" * 200_000))


def test_listed() -> None:
    """Rows of a call; what is no row becomes one that nobody believes."""
    assert list(
        listed_rows(
            [
                {"date": "2026-10-01", "usage": 0},
                {"start": "2026-10-01 06:00", "usage": 2, "unit": "MiB"},
                "2026-10-01",
            ]
        )
    ) == [
        Row(line=1, when="2026-10-01", usage=0),
        Row(line=2, when="2026-10-01 06:00", usage=2, unit="MiB"),
        Row(line=3, when=None, usage=None),
    ]
