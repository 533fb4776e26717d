"""The card for who reads from right to left, or needs large text, in every state."""

from demo.home_assistant import HomeAssistant

from .dashboard import PATH, faults
from .frontend import Frontend
from .looks import Sheet, misplaced, turned
from .stage import STATES, VARIANTS, Theme, open_stage, put_on, stage_on

PHONES = (320, 390)
# What a user has chosen in the profile; the rest follows from the language.
HEBREW = {
    "language": "he",
    "number_format": "language",
    "time_format": "language",
    "date_format": "language",
    "time_zone": "local",
    "first_weekday": "language",
}


async def look(frontend: Frontend, name: str, width: int, height: int) -> list[str]:
    """Look at every state at a width; return what is wrong."""
    sheet = Sheet(f"{name}-{width}")
    wrong: list[str] = []
    for state in STATES:
        for variant in VARIANTS if state == "risk" else ("full",):
            card = await stage_on(
                frontend, state, width, height=height, variant=variant
            )
            found = await misplaced(card) + await turned(card)
            if state == "risk":
                found += await faults(frontend.page, card)
            wrong += [f"{state}, {variant}, {name}, {width}: {one}" for one in found]
            await sheet.add(f"{state}-{variant}", card)
    sheet.save()
    return wrong


async def large_text(frontend: Frontend) -> list[str]:
    """Twice the size of text, and a page that is twice as large."""
    page, wrong = frontend.page, list[str]()
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in PHONES:
        wrong += await look(frontend, "large-text", width, 3200)
    await page.evaluate("document.documentElement.style.fontSize = ''")
    for width in PHONES:
        wrong += await look(frontend, "zoomed", width // 2, 2400)
    return wrong


async def right_to_left(home: HomeAssistant, frontend: Frontend) -> list[str]:
    """Choose a language that turns Home Assistant's page round."""
    chosen = {"type": "frontend/set_user_data", "key": "language", "value": HEBREW}
    await home.ws(chosen)
    page, wrong = frontend.page, list[str]()
    await frontend.go(f"{PATH}/0")
    await page.wait_for_function("!!customElements.get('taara-card')")
    await page.wait_for_function("document.dir === 'rtl'")
    for width in PHONES:
        wrong += await look(frontend, "right-to-left", width, 1600)
    return wrong


async def test_card_text(home: HomeAssistant, frontend: Frontend) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    await open_stage(home, frontend)
    await put_on(home, frontend.page, Theme.LIGHT)
    wrong = await large_text(frontend)
    wrong += await right_to_left(home, frontend)
    assert not wrong, "\n".join(wrong)
    assert frontend.complaints == []
