"""The picture of a week: what it shows, and who may look at it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from io import BytesIO

from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.taara.alert_words import LANGUAGES, Words
from custom_components.taara.model import AlertKind, DataUnit
from custom_components.taara.week_picture import (
    BAR_COLOUR,
    GROUND,
    MARGIN,
    MOST_COLOUR,
    SIZE,
    draw,
)
from custom_components.taara.week_view import async_week_path
from homeassistant.core import HomeAssistant

from .alert_samples import NOON as AT_NOON, alert
from .helpers_core import NOON, Home
from .usage.common import GB

pytestmark = pytest.mark.freeze_time(NOON)

MONDAY = date(2026, 3, 9)
WORDS = Words("en", DataUnit.GB, AT_NOON)


def week(*used: int | None) -> Mapping[date, int | None]:
    """Return what was used on the days from Monday on."""
    return {MONDAY + timedelta(at): size for at, size in enumerate(used)}


def picture(*used: int | None, language: str = "en") -> Image.Image:
    """Return the picture of a week, with the colours that it was drawn in."""
    png = draw(week(*used), Words(language, DataUnit.GB, AT_NOON))
    assert len(png) < 8_000  # it goes out while there is little data left
    image = Image.open(BytesIO(png))
    assert (image.format, image.size) == ("PNG", SIZE)
    return image.convert("RGB")


def bars(image: Image.Image, days: int = 7) -> list[tuple[str, int]]:
    """Return the colour and the height of each day's bar, by its left part."""
    step, found = (SIZE[0] - 2 * MARGIN) / days, []
    for at in range(days):
        x = int(MARGIN + step * (at + 0.5) - 20)
        column = [_colour(image, x, y) for y in range(SIZE[1])]
        colour = MOST_COLOUR if MOST_COLOUR in column else BAR_COLOUR
        height = column.count(colour)
        found.append((colour if height else GROUND, height))
    return found


def _colour(image: Image.Image, x: int, y: int) -> str:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return "#" + bytes(map(int, pixel)).hex()


@pytest.mark.parametrize("language", LANGUAGES)
def test_bars(language: str) -> None:
    """They are as high as much was used; the highest stands out."""
    found = bars(
        picture(8 * GB, 4 * GB, None, 2 * GB, 16 * GB, 0, 1, language=language)
    )
    colours = [colour for colour, _ in found]
    assert colours.index(MOST_COLOUR) == 4
    assert colours.count(MOST_COLOUR) == 1
    full = found[4][1]
    assert found[0][1] == pytest.approx(full / 2, abs=3)
    assert found[1][1] == pytest.approx(full / 4, abs=3)
    assert found[2] == found[5] == (GROUND, 0)
    assert 0 < found[6][1] < full / 8


def test_nothing_used() -> None:
    """A house that stood empty has a picture, too."""
    assert bars(picture(0, 0, None)) == [(GROUND, 0)] * 7
    assert draw({}, WORDS)


async def path_of(home: Home) -> str:
    """Return where the picture of a summary is."""
    await home.set_up()
    told = alert(AlertKind.WEEKLY_SUMMARY)
    await home.coordinator.async_follow(lambda known: replace(known, alerts=(told,)))
    return f"/api/taara/week/{home.entry.entry_id}/{told.alert_id}.png"


async def test_who_may_look(
    home: Home,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Whoever is signed in, and whoever has the address that the message holds."""
    path = await path_of(home)
    stranger, known = await hass_client_no_auth(), await hass_client()
    assert (await stranger.get(path)).status == HTTPStatus.UNAUTHORIZED
    for client, address in (
        (known, path),
        (
            stranger,
            async_week_path(home.hass, *path.removesuffix(".png").split("/")[-2:]),
        ),
    ):
        response = await client.get(address)
        assert response.status == HTTPStatus.OK
        assert response.content_type == "image/png"
        assert Image.open(BytesIO(await response.read())).size == SIZE


async def test_no_such_picture(
    hass: HomeAssistant, home: Home, hass_client: ClientSessionGenerator
) -> None:
    """Of another household, of none of Taara's, of another alert: there is none."""
    path, client = await path_of(home), await hass_client()
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    entry_id, alert_id = path.removesuffix(".png").split("/")[-2:]
    for household, told in (
        (entry_id, "none"),
        ("none", alert_id),
        (other.entry_id, alert_id),
    ):
        response = await client.get(f"/api/taara/week/{household}/{told}.png")
        assert response.status == HTTPStatus.NOT_FOUND
        assert "unknown" in (await response.json())["message"]
