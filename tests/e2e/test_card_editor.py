"""The card as people add it, arrange it and change it."""

from typing import Any

from playwright.async_api import expect

from demo.home_assistant import HomeAssistant

from .dashboard import (
    CARD,
    PATH,
    card_on,
    faults,
    household,
    make_dashboard,
    on_dashboard,
    save_dashboard,
)
from .frontend import Frontend
from .looks import misplaced

SECTIONS = {
    "views": [{"type": "sections", "sections": [{"type": "grid", "cards": [CARD]}]}]
}
EMPTY = {"views": [{"type": "sections", "sections": [{"type": "grid", "cards": []}]}]}
# Among another card, so that there are columns to fill.
MASONRY = {
    "views": [
        {
            "type": "masonry",
            "cards": [
                CARD,
                {**CARD, "variant": "compact"},
                {"type": "markdown", "content": "Something else"},
            ],
        }
    ]
}
# The dialog around the form is Home Assistant's own, and what is wrong with this, too.
NOT_OURS = "ha-combo-box-item"


async def editor(home: HomeAssistant, frontend: Frontend) -> None:
    """Change the card by the built-in form beside it."""
    await save_dashboard(home, SECTIONS)
    page = frontend.page
    await frontend.go(f"{PATH}/0?edit=1")
    await expect(card_on(page).locator("h2")).to_be_visible()
    await page.locator("hui-card-edit-mode").first.hover()
    await page.locator("hui-card-edit-mode").first.click()
    dialog = page.locator("hui-dialog-edit-card")
    preview = dialog.locator("taara-card")
    await expect(preview.locator("taara-chart")).to_be_visible()
    await frontend.shot("form")
    form = dialog.locator("hui-card-element-editor ha-form")
    found = await faults(page, form)
    assert [fault for fault in found if NOT_OURS not in fault] == []
    for label in ("Household", "Title", "Size", "What to leave out"):
        await expect(dialog.get_by_text(label).first).to_be_visible()
    await dialog.get_by_role("textbox", name="Title").fill("At home")
    await expect(preview.locator(".title")).to_have_text("At home")
    await dialog.get_by_text("Today's figures").click()
    await expect(preview.locator(".tiles")).to_have_count(0)
    await dialog.get_by_text("Compact", exact=True).click()
    await expect(preview.locator("taara-chart")).to_have_count(0)
    await dialog.get_by_role("button", name="Save").click()
    await expect(card_on(page).locator(".compact")).to_be_visible()
    await page.get_by_role("button", name="Done").click()
    (saved,) = (await on_dashboard(home))["views"][0]["sections"][0]["cards"]
    assert saved == {
        **CARD,
        "title": "At home",
        "variant": "compact",
        "hide": ["today"],
    }


async def masonry(home: HomeAssistant, frontend: Frontend) -> None:
    """Stand in columns as well, each as high as it is."""
    await save_dashboard(home, MASONRY)
    page = frontend.page
    await frontend.go(f"{PATH}/0")
    cards = page.locator("hui-masonry-view taara-card")
    await expect(cards).to_have_count(2)
    for card in await cards.all():
        await expect(card.locator(".large")).to_have_text("250 GB")
        assert await misplaced(card) == []
    # They say how much room they take, and Home Assistant shares the columns by that.
    columns = page.locator("hui-masonry-view #columns .column")
    await expect(columns.first.locator("taara-card")).to_have_count(1)
    await frontend.shot("masonry")


async def suggested(
    home: HomeAssistant, frontend: Frontend, entry: dict[str, Any]
) -> None:
    """Choose an entity of Taara's for a new card, and be offered this one."""
    await save_dashboard(home, EMPTY)
    page = frontend.page
    await frontend.go(f"{PATH}/0?edit=1")
    await page.get_by_role("button", name="Add card").first.click()
    dialog = page.locator("hui-dialog-create-card")
    offered = dialog.get_by_role("button", name="Taara", exact=True)
    # Of another integration's, it is not.
    for entity, count in (("Demo", 0), ("Data used", 1)):
        await dialog.get_by_placeholder("Search entities").fill(entity)
        await dialog.locator("ha-combo-box-item", has_text=entity).first.click()
        await expect(dialog.get_by_role("button", name="Tile")).to_be_visible()
        await expect(offered).to_have_count(count)
    await expect(offered.locator(".large")).to_have_text("250 GB")
    await offered.scroll_into_view_if_needed()
    await frontend.shot("suggested")
    # Beside the preview, which is a card that people can use already.
    await offered.click(position={"x": 20, "y": 20})
    await expect(offered).not_to_be_visible()
    await expect(card_on(page).locator(".large")).to_have_text("250 GB")
    (saved,) = (await on_dashboard(home))["views"][0]["sections"][0]["cards"]
    assert saved == {**CARD, "entry_id": entry["entry_id"]}


async def test_card_editor(home: HomeAssistant, frontend: Frontend) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    entry = await household(home)
    await make_dashboard(home, SECTIONS)
    await editor(home, frontend)
    await masonry(home, frontend)
    await suggested(home, frontend, entry)
    assert frontend.complaints == []
