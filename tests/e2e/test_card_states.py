"""What every state of the card says, to who sees it and who hears it."""

from datetime import datetime
import re
from typing import Any

from playwright.async_api import Locator, expect
import pytest

from custom_components.taara.alert_words import Words
from custom_components.taara.model import DataUnit
from demo.home_assistant import HomeAssistant
from tests.card_states import NOON, messages

from .frontend import Frontend
from .stage import REFUSAL, open_stage, stage

WORDS = Words("en", DataUnit.GB, NOON)


@pytest.fixture
async def frontend(frontend: Frontend, home: HomeAssistant) -> Frontend:
    """Return a page of Home Assistant with a card's elements loaded."""
    await open_stage(home, frontend)
    return frontend


async def all_states(frontend: Frontend) -> None:
    """Each is drawn, and says what it is told."""
    for message in messages().values():
        card = await stage(frontend, message)
        words = message["words"]
        await expect(card.locator("h2")).to_have_text(words["headline"])
        if words["detail"]:
            await expect(card.locator(".top p")).to_have_text(words["detail"])
        if message["overview"] is not None:
            await figures(card, message)
            await drawn(card, message)
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
    as_of = datetime.fromisoformat(seen["as_of"]).astimezone(NOON.tzinfo)
    day = "" if message["fresh"] else rf"{as_of.day} {as_of:%b}\w*, "
    assert re.search(rf"{labels['as_of']} {day}{as_of.hour}:{as_of:%M}", text)
    if seen["plan_name"]:
        assert seen["plan_name"] in text


async def drawn(card: Locator, message: dict[str, Any]) -> None:
    """See each part of the picture where there is one, and the mark where it belongs."""
    seen, picture = message["overview"], message["picture"]
    mark = card.locator(".mark")
    await expect(mark).to_have_count(0 if picture["expected"] is None else 1)
    if picture["expected"] is not None:
        share = 100 * picture["expected"] / seen["allowance"]
        style = await mark.get_attribute("style") or ""
        assert float(style.strip(";% ").rpartition(":")[2]) == pytest.approx(share)
    if seen["used"] is None:
        return
    parts = {
        ".used:not(.over)": "used",
        ".pace": "pace",
        ".last": "last",
        ".median": "fan",
        ".fan80": "fan",
        ".fan95": "fan",
    }
    for part, field in parts.items():
        path = card.locator(f"taara-chart path{part}")
        assert bool(await path.get_attribute("d")) is bool(picture[field]), part


async def loading_and_refused(frontend: Frontend) -> None:
    """Before anything is told, its shape; what Taara refuses, in its words."""
    card = await stage(frontend, None)
    await expect(card.locator("ha-card")).to_have_attribute("aria-busy", "true")
    card = await stage(frontend, None, refusal=REFUSAL)
    await expect(card).to_contain_text(REFUSAL["message"])


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
    answer = card.locator("taara-what-if b")
    await expect(answer).to_contain_text("It would not last")
    heard = await slider.get_attribute("aria-valuetext") or ""
    assert heard.startswith("An extra 60 GB: It would not last")
    await frontend.page.keyboard.press("Home")
    await frontend.page.keyboard.press("ArrowRight")
    await expect(answer).to_contain_text("It still lasts")


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
    ):
        await check(frontend)
