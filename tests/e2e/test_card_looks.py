"""The card in every state, theme and width: nothing is cut off, all can be read."""

from collections.abc import Iterable

import pytest

from demo.home_assistant import HomeAssistant

from .dashboard import faults
from .frontend import Frontend
from .looks import Sheet, faint, misplaced
from .stage import STATES, THEMES, VARIANTS, WIDTHS, Theme, open_stage, put_on, stage_on

# The width at which everything is looked at as closely as can be.
PHONE = 390
# The states that look most different from each other.
SOME = ("risk", "stale", "unlimited", "error")


@pytest.fixture
def extra_configuration() -> str:
    """Offer a theme that is not Home Assistant's own."""
    # It stands there already, and empty: the second one takes its place.
    return f"frontend:\n{THEMES}"


async def look(
    frontend: Frontend, theme: Theme, width: int, states: Iterable[str]
) -> list[str]:
    """Look at states in a theme at a width; return what is wrong."""
    sheet = Sheet(f"{theme}-{width}", across=5 if width < 500 else 3)
    wrong: list[str] = []
    for state in states:
        card = await stage_on(frontend, state, width)
        found = await misplaced(card)
        if width == PHONE or state in SOME:
            found += await faults(frontend.page, card)
        if width == PHONE:
            found += await faint(card)
        wrong += [f"{state}, {theme}, {width}: {fault}" for fault in found]
        await sheet.add(state, card)
    sheet.save()
    return wrong


async def variants(frontend: Frontend) -> list[str]:
    """Look at the other sizes of a card, too."""
    wrong: list[str] = []
    for width in WIDTHS:
        sheet = Sheet(f"variants-{width}", across=3)
        for state in SOME:
            for variant in VARIANTS[1:]:
                card = await stage_on(frontend, state, width, variant=variant)
                found = await misplaced(card)
                wrong += [f"{state}, {variant}, {width}: {fault}" for fault in found]
                await sheet.add(f"{state}-{variant}", card)
        sheet.save()
    return wrong


# With --long three hundred pictures: two minutes, and more where much else runs.
@pytest.mark.timeout(600)
async def test_card_looks(
    home: HomeAssistant, frontend: Frontend, long_run: bool
) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does.

    In short, a theme changes nothing of a state's shape, nor a width of its colours:
    every state is looked at in each theme, and at each width, but not in both.
    """
    await open_stage(home, frontend)
    wrong = []
    for theme in Theme:
        await put_on(home, frontend.page, theme)
        for width in WIDTHS:
            every = long_run or theme is Theme.LIGHT or width == PHONE
            wrong += await look(frontend, theme, width, STATES if every else SOME)
    await put_on(home, frontend.page, Theme.LIGHT)
    wrong += await variants(frontend)
    assert not wrong, "\n".join(wrong)
    assert frontend.complaints == []
