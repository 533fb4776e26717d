"""Every state of the card, as people see and hear it, in all widths and themes."""

from typing import Any

from playwright.async_api import Locator, expect
import pytest

from custom_components.taara.alert_words import Words
from custom_components.taara.model import DataUnit
from demo.home_assistant import HomeAssistant
from tests.card_states import NOON, messages

from .dashboard import PATH, STAGED, faults, make_dashboard
from .frontend import SCREENSHOTS, Frontend

REFUSAL = {"code": "home_assistant_error", "message": "There is no such household."}
CARD = {"type": "custom:taara-card"}
WIDTHS = (320, 390, 768, 1600, 3840)
WORDS = Words("en", DataUnit.GB, NOON)


async def stage(
    frontend: Frontend,
    message: Any,
    width: int = 390,
    refusal: Any = None,
    **config: Any,
) -> Locator:
    """Put a card on the page, told what a test says."""
    shown = [message, {**CARD, **config}, width, refusal, "Africa/Nairobi"]
    await frontend.page.evaluate(STAGED, shown)
    return frontend.page.locator("taara-stage taara-card")


@pytest.fixture
async def frontend(frontend: Frontend, home: HomeAssistant) -> Frontend:
    """Return a page of Home Assistant with a card's elements loaded."""
    attributes = {"unit_of_measurement": "GB"}
    state = {"state": "350", "attributes": attributes}
    await home.api("POST", "states/sensor.wan", state)
    answers: Any = {
        "entity": {"entity_id": "sensor.wan", "counter_kind": "used"},
        "plan": {"allowance": 600, "allowance_unit": "GB"},
        "cycle": {"cycle": "monthly", "reset_day": 1},
    }
    await home.set_up("entity", answers)
    await make_dashboard(home, {"views": [{"cards": []}]})
    await frontend.go(f"{PATH}/0")
    await frontend.page.wait_for_function("!!customElements.get('taara-card')")
    return frontend


async def photograph(frontend: Frontend, card: Locator, name: str) -> None:
    """Take a picture of the card alone, light and dark."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        await frontend.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await frontend.page.wait_for_timeout(150)
        await card.screenshot(path=SCREENSHOTS / f"card-{name}-{scheme}.png")


async def all_states(frontend: Frontend) -> None:
    """Each is drawn, says what it is told, and has no fault that axe finds."""
    page = frontend.page
    for name, message in messages().items():
        card = await stage(frontend, message)
        words = message["words"]
        await expect(card.locator("h2")).to_have_text(words["headline"])
        if words["detail"]:
            await expect(card.locator(".top p")).to_have_text(words["detail"])
        if message["overview"] is not None:
            await figures(card, message)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await faults(page, card) == [], f"{name}, {scheme}"
        await photograph(frontend, card, name)
    assert frontend.complaints == []


async def figures(card: Locator, message: dict[str, Any]) -> None:
    """Compare what is seen with the `Overview`, field by field."""
    seen, words, labels = (
        message["overview"],
        message["words"],
        message["words"]["labels"],
    )
    say = Words(words["language"], DataUnit(seen["unit"]), NOON)
    text = " ".join((await card.locator("ha-card").inner_text()).split())
    if seen["used"] is not None and seen["allowance"]:
        assert f"{say.amount(seen['remaining'])} {words['left']} {words['of']}" in text
        assert f"{labels['used']} {say.percent(seen['percentage'], floor=True)}" in text
    for field, label in (("budget_left", "budget_left"), ("used_today", "used_today")):
        if seen[field] is not None:
            assert f"{labels[label]} {say.amount(seen[field])}" in text, field
        else:
            assert labels[label] not in text, field
    if words["safe"]:
        assert f"{labels['safe']} {words['safe']}" in text
    if seen["daily_budget"] is not None:
        assert f"{labels['budget']} {say.amount(seen['daily_budget'])}" in text
    if message["per_person"] is not None:
        assert f"{say.amount(message['per_person'])} {words['people']}" in text
    if (ahead := message["picture"]["ahead"]) is not None:
        word = labels["ahead" if ahead > 0 else "behind"]
        assert f"{say.amount(abs(ahead))} {word}" in text
    assert labels["as_of"] in text
    if seen["plan_name"]:
        assert seen["plan_name"] in text


async def loading_and_refused(frontend: Frontend) -> None:
    """Before anything is told, its shape; what Taara refuses, in its words."""
    card = await stage(frontend, None)
    await expect(card.locator("ha-card")).to_have_attribute("aria-busy", "true")
    assert await faults(frontend.page, card) == []
    await photograph(frontend, card, "loading")
    card = await stage(frontend, None, refusal=REFUSAL)
    await expect(card).to_contain_text(REFUSAL["message"])
    assert await faults(frontend.page, card) == []
    await photograph(frontend, card, "error")


async def all_sizes(frontend: Frontend) -> None:
    """From a small phone to a wall: nothing is cut off, and nothing overlaps."""
    page, told = frontend.page, messages()
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        for variant in ("full", "compact", "wall"):
            card = await stage(frontend, told["risk"], width, variant=variant)
            assert await overflowing(card) == [], f"{variant} at {width}"
            await photograph(frontend, card, f"{variant}-{width}")
    await page.set_viewport_size({"width": 390, "height": 900})
    for style in ("font-size:200%", "direction:rtl"):
        await page.evaluate("style => document.documentElement.style = style", style)
        card = await stage(frontend, told["lasts"], 374)
        assert await overflowing(card) == [], style
        await photograph(frontend, card, style.replace(":", "-").replace("%", ""))
    assert frontend.complaints == []


async def overflowing(card: Locator) -> list[str]:
    """Return what is wider than the card has room for."""
    found: list[str] = await card.evaluate(
        """card => [...card.shadowRoot.querySelectorAll("ha-card :not(.hidden, .hidden *)")]
          .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
          .map((one) => `${one.localName}.${one.className} ${one.textContent.trim()}`)"""
    )
    return found


async def reading_the_picture(frontend: Frontend) -> None:
    """By hand, by keys and by ear: what was used on a day, and what may come."""
    page, message = frontend.page, messages()["lasts"]
    card = await stage(frontend, message)
    chart = card.locator("taara-chart")
    days = message["picture"]["days"]
    slider = chart.get_by_role("slider")
    await slider.focus()
    for _ in range(17):
        await page.keyboard.press("ArrowLeft")
    first = days[1]
    for said in (WORDS.amount(first["usage"]), WORDS.amount(first["budget"])):
        await expect(chart.locator(".above")).to_contain_text(said)
        assert said in (await slider.get_attribute("aria-valuetext") or "")
    await page.keyboard.press("End")
    await expect(chart.locator(".above")).to_contain_text("Projected")
    low, median, high = (WORDS.amount(size) for size in days[-1]["likely"])
    await expect(chart.locator(".above")).to_contain_text(f"{low} – {high}")
    await expect(chart.locator(".above")).to_contain_text(median)
    await slider.blur()
    box = await chart.locator(".scene").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] * 3.5 / 31, box["y"] + 40)
    await expect(chart.locator(".above")).to_contain_text("Sun 4 Oct")
    await photograph(frontend, card, "read-out")
    await page.mouse.move(1, 890)
    await expect(chart.locator(".above")).to_contain_text("Even pace")
    rows = card.locator("table tr")
    assert await rows.count() == 1 + sum(day["usage"] is not None for day in days)


async def what_if(frontend: Frontend) -> None:
    """Once Taara can answer, the question is there; the answer comes at once."""
    card = await stage(frontend, messages()["lasts"])
    slider = card.locator("taara-what-if").get_by_role("slider")
    await slider.focus()
    await frontend.page.keyboard.press("End")
    answer = card.locator("taara-what-if [aria-live]")
    await expect(answer).to_contain_text("It would not last")
    assert await slider.get_attribute("aria-valuetext") == "An extra 100 GB"
    await frontend.page.keyboard.press("Home")
    await frontend.page.keyboard.press("ArrowRight")
    await expect(answer).to_contain_text("It still lasts")
    await photograph(frontend, card, "what-if")


async def wall_shows_no_account(frontend: Frontend) -> None:
    """Neither what the plan is called nor what it cost."""
    for name in ("lasts", "expired", "risk"):
        card = await stage(frontend, messages()[name], variant="wall")
        text = await card.locator("ha-card").inner_text()
        assert "Family 600" not in text
        assert "KES" not in text
        await expect(card.get_by_role("button")).to_have_count(0)


async def targets_are_large_enough(frontend: Frontend) -> None:
    """For a thumb: 44 pixels each way."""
    card = await stage(frontend, messages()["risk"])
    for target in await card.get_by_role("button").all():
        box = await target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    for target in await card.get_by_role("slider").all():
        box = await target.bounding_box()
        assert box is not None
        assert box["height"] >= 44


async def only_a_change_of_level_is_told_aloud(frontend: Frontend) -> None:
    """Keep quiet about new figures, which come every ten minutes."""
    card = await stage(frontend, messages()["lasts"])
    live = card.locator(".hidden[aria-live]")
    tell = "async (card, message) => { card.tell(message); await card.updateComplete; }"
    await expect(live).to_have_text("")
    await card.evaluate(tell, messages()["snoozed"])
    await expect(live).to_have_text("")
    risk = messages()["risk"]
    await card.evaluate(tell, risk)
    await expect(live).to_have_text(risk["words"]["headline"])


async def test_card(frontend: Frontend) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    for check in (
        all_states,
        loading_and_refused,
        reading_the_picture,
        what_if,
        wall_shows_no_account,
        targets_are_large_enough,
        only_a_change_of_level_is_told_aloud,
        all_sizes,
    ):
        await check(frontend)
