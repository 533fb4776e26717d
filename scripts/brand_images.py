"""Draw every image in Home Assistant's sizes and check it against its rules."""

from io import BytesIO
from pathlib import Path
import sys
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

type Scheme = Literal["light", "dark"]

SOURCES = Path("docs/brand")
IMAGES = Path("custom_components/taara/brand")
HEIGHT = 256
NAMES: dict[Scheme, str] = {"light": "", "dark": "dark_"}


def draw(browser: Browser, source: Path, scheme: Scheme, scale: int) -> bytes:
    """Return a source as a PNG, `scale` times 256 pixels high."""
    page = browser.new_page(color_scheme=scheme, device_scale_factor=scale)
    page.set_content(
        f"<style>body {{ margin: 0 }} svg {{ display: block; height: {HEIGHT}px;"
        f" width: auto }}</style>{source.read_text(encoding='utf-8')}"
    )
    png = page.locator("svg").screenshot(omit_background=True)
    page.close()
    return png


def save(png: bytes, target: Path, scale: int) -> None:
    """Write an image as small as it gets without loss; refuse one with margins."""
    image = Image.open(BytesIO(png)).convert("RGBA")
    whole = (0, 0, *image.size)
    trimmed = image.getchannel("A").getbbox()
    if image.height != HEIGHT * scale or trimmed != whole:
        sys.exit(f"error: {target}: {whole} is not trimmed, the drawing is {trimmed}")
    image.save(target, optimize=True)
    print(f"{target}: {image.width} x {image.height}, {target.stat().st_size} bytes")


def main() -> None:
    """Draw with the Chromium at the path given."""
    # Chromium's own sandbox does not start for root; only our drawings are shown.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=sys.argv[1],
            chromium_sandbox=False,
            args=["--force-color-profile=srgb"],
        )
        IMAGES.mkdir(exist_ok=True)
        for source in sorted(SOURCES.glob("*.svg")):
            for scheme, prefix in NAMES.items():
                for scale, suffix in ((1, ""), (2, "@2x")):
                    name = f"{prefix}{source.stem}{suffix}.png"
                    save(draw(browser, source, scheme, scale), IMAGES / name, scale)
        browser.close()


if __name__ == "__main__":
    main()
