"""The card by keyboard and by thumb, without motion, and in the colours of a system."""

from typing import Any

from playwright.async_api import expect
import pytest

from custom_components.taara.alert_words import Words
from custom_components.taara.model import DataUnit
from demo.home_assistant import HomeAssistant
from tests.card_states import NOON, messages

from .frontend import SCHEMES, SCREENSHOTS, SETTLED_MS, Frontend, Screen
from .looks import colours, faint, misplaced
from .stage import VARIANTS, open_stage, painted, stage_on

PHONE = 390
WORDS = Words("en", DataUnit.GB, NOON)
MOST_STOPS = 20

# Where the focus is: what it is called, where, and what shows it.
FOCUSED = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const shows = [one, one.closest(".scene")].some((seen) => {
    const { outlineStyle, outlineWidth } = seen ? getComputedStyle(seen) : {};
    return seen && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const { x, y } = one.getBoundingClientRect();
  const label = [...(one.labels?.[0]?.childNodes ?? [])]
    .find((part) => part.nodeType === Node.TEXT_NODE && part.data.trim())?.data;
  const name = one.ariaLabel ?? label ?? one.textContent;
  return { name: name.trim().replaceAll(/\\s+/g, " "), shows, x, y };
}"""
# A button before the card, focused, and one behind it.
ENCLOSED = """(card) => {
  for (const [name, where] of [["before", "before"], ["behind", "after"]]) {
    const button = document.createElement("button");
    button.textContent = name;
    card[where](button);
    if (name === "before") button.focus();
  }
}"""
MOVING = "(card) => card.shadowRoot.getAnimations().length"


@pytest.fixture
def screen() -> Screen:
    """Return what has to do with thumbs; keys it may have, too."""
    return Screen.PHONE


async def stops(frontend: Frontend, key: str, last: str) -> list[dict[str, Any]]:
    """Go from one control to the next until behind the card; return where that was."""
    found: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        await frontend.page.keyboard.press(key)
        stop = await frontend.page.evaluate(FOCUSED)
        if stop["name"] == last:
            return found
        found.append(stop)
    pytest.fail(f"The focus does not come out of the card: {found}")


async def keys(frontend: Frontend) -> None:
    """Reach all that can be done, as it stands, seen, and come out again, both ways."""
    labels = messages()["risk"]["words"]["labels"]
    picture = f"{labels['picture']}, {labels['day_by_day']}"
    first = f"Acknowledge: {messages()['risk']['alerts'][0]['title']}"
    alert, what_if = [first, "Acknowledge all", "Snooze"], labels["what_if"]
    for variant, names in zip(
        VARIANTS, ([*alert, picture, what_if], [], [picture]), strict=True
    ):
        card = await stage_on(frontend, "risk", PHONE, variant=variant)
        await card.evaluate(ENCLOSED)
        forth = await stops(frontend, "Tab", "behind")
        assert [stop["name"] for stop in forth] == names, variant
        assert all(stop["shows"] for stop in forth), forth
        assert forth == sorted(forth, key=lambda stop: (stop["y"], stop["x"]))
        back = await stops(frontend, "Shift+Tab", "before")
        assert [stop["name"] for stop in reversed(back)] == names, variant


async def snoozing(frontend: Frontend) -> None:
    """Choose for how long by keys alone: the focus stays where there is a choice."""
    card = await stage_on(frontend, "risk", PHONE)
    alerts = card.locator("taara-alerts")
    await alerts.get_by_role("button", name="Snooze").focus()
    await frontend.page.keyboard.press("Enter")
    await expect(alerts.get_by_role("button")).to_have_count(6)
    await expect(alerts.locator("button:focus")).to_have_count(1)


async def touch(frontend: Frontend) -> None:
    """Tap on a day, and its figures are there, and stay until another is tapped."""
    page = frontend.page
    card = await stage_on(frontend, "lasts", PHONE)
    days = messages()["lasts"]["picture"]["days"]
    chart = card.locator("taara-chart")
    box = await chart.locator(".scene").bounding_box()
    assert box is not None
    # The browser finds what is under a finger by what it has drawn, a little later.
    await page.wait_for_timeout(SETTLED_MS)
    for at in (3, 14):
        across = (at + 0.5) / len(days)
        await page.touchscreen.tap(box["x"] + box["width"] * across, box["y"] + 60)
        # It must not go with the finger.
        await page.wait_for_timeout(SETTLED_MS)
        above = chart.locator(".above")
        await expect(above).to_contain_text(f"{at + 1} Oct")
        await expect(above).to_contain_text(WORDS.amount(days[at]["usage"]))
    await page.screenshot(path=SCREENSHOTS / "card-touched.png")
    slider = card.locator("taara-what-if").get_by_role("slider")
    place = await slider.bounding_box()
    assert place is not None
    await page.touchscreen.tap(
        place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    )
    await expect(card.locator("taara-what-if b")).to_contain_text("lasts")


async def motion(frontend: Frontend) -> None:
    """Let nothing move for who asked for that, and something for who did not."""
    page = frontend.page
    await page.emulate_media(reduced_motion="no-preference")
    card = await stage_on(frontend, "loading", PHONE)
    assert await card.evaluate(MOVING) > 0
    await page.emulate_media(reduced_motion="reduce")
    await painted(page)
    assert await card.evaluate(MOVING) == 0


async def system_colours(frontend: Frontend) -> None:
    """See all figures and controls where the system allows a few colours only."""
    page = frontend.page
    wrong: list[str] = []
    for scheme in SCHEMES:
        await page.emulate_media(forced_colors="active", color_scheme=scheme)
        for state in ("risk", "loading", "stale"):
            card = await stage_on(frontend, state, PHONE)
            await painted(page)
            picture = SCREENSHOTS / f"card-system-colours-{state}-{scheme}.png"
            await card.screenshot(path=picture)
            wrong += await misplaced(card) + await faint(card)
        card = await stage_on(frontend, "risk", PHONE)
        for drawn in (".meter", "taara-chart svg", "taara-what-if input"):
            if await colours(card.locator(drawn)) < 2:
                wrong.append(f"{drawn} is not seen, {scheme}")
    await page.emulate_media(forced_colors="none")
    assert not wrong, "\n".join(wrong)


async def test_card_hands(home: HomeAssistant, frontend: Frontend) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    await open_stage(home, frontend)
    for check in (keys, snoozing, motion, system_colours, touch):
        await check(frontend)
    assert frontend.complaints == []
