"""What is wrong with how a card looks, and pictures of it for a person to look at."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont
from playwright.async_api import Locator

from .frontend import SCREENSHOTS

type Colour = tuple[int, int, int]

# Of how much of its surroundings a text has to stand out from.
_COUNTS: Final = 0.12
_DRAWN: Final = 0.02
_READABLE: Final = 4.5
_READABLE_LARGE: Final = 3.0
_LABEL: Final = 28
_SHEET: Final = 2400

# The texts and controls of a card, wherever they are: what is drawn, and where.
_SEEN: Final = """(card) => {
  const texts = [], controls = [], boxes = [];
  const rects = (one) => [...one.getClientRects()].filter((box) => box.width > 0.5);
  const walk = (one) => {
    if (one.matches(".hidden, style, defs, title")) return;
    // What is only its contents has no box of its own.
    const bare = getComputedStyle(one).display === "contents";
    if (!bare && !one.checkVisibility({ opacityProperty: true })) return;
    if (!bare) boxes.push(one);
    if (one.localName === "text") {
      texts.push({ one, said: one.textContent.trim(), rects: rects(one) });
      return;
    }
    if (one.matches("button, input, ha-icon")) controls.push({ one, rects: rects(one) });
    const inside = one.localName.startsWith("taara-") ? one.shadowRoot : one;
    for (const child of inside.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
        const range = document.createRange();
        range.selectNodeContents(child);
        texts.push({ one, said: child.data.trim(), rects: rects(range) });
      }
    }
  };
  for (const one of card.shadowRoot.children) walk(one);
"""

# What is not where it should be, in a line each.
_MISPLACED: Final = (
    _SEEN
    + """
  const found = [];
  const up = (one) => one.parentElement ?? one.getRootNode().host;
  const over = (a, b) => a.some((x) => b.some((y) =>
    Math.min(x.right, y.right) - Math.max(x.left, y.left) > 1
    && Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top) > 2));
  const outside = (box, room) => box.left < room.left - 1 || box.right > room.right + 1
    || box.top < room.top - 1 || box.bottom > room.bottom + 1;
  const name = (one) => `${one.localName}.${one.getAttribute("class") ?? ""}`;
  texts.forEach((a, at) => {
    for (const b of texts.slice(at + 1)) {
      if (over(a.rects, b.rects)) found.push(`"${a.said}" and "${b.said}" overlap`);
    }
    for (const b of controls) {
      if (!b.one.contains(a.one) && b.one.localName !== "button"
        && over(a.rects, b.rects)) found.push(`${name(b.one)} is over "${a.said}"`);
    }
    for (let room = a.one; room && room !== card; room = up(room)) {
      const clips = room.localName === "ha-card"
        || getComputedStyle(room).overflow.includes("hidden");
      if (clips && !(room instanceof SVGElement)
        && a.rects.some((box) => outside(box, room.getBoundingClientRect()))) {
        found.push(`"${a.said}" is cut off by ${name(room)}`);
      }
    }
  });
  controls.forEach((a, at) => {
    for (const b of controls.slice(at + 1)) {
      if (over(a.rects, b.rects)) found.push(`${name(a.one)} and ${name(b.one)} overlap`);
    }
  });
  for (const one of boxes) {
    if (one.clientWidth && one.scrollWidth > one.clientWidth + 2 && !one.matches("input"))
      found.push(`${name(one)} holds more than it is wide: ${one.textContent.trim()}`);
    const next = one.nextElementSibling;
    if (next && boxes.includes(next) && one.parentElement?.matches("ha-card, .tiles")
      && over(rects(one), rects(next))) {
      found.push(`${name(one)} and ${name(next)} overlap`);
    }
  }
  return found;
}"""
)

# The texts in Taara's own languages that are set from right to left all the same, and
# have a figure or a full stop, which then stands at the wrong end.
_TURNED: Final = (
    _SEEN
    + """
  return texts
    .filter(({ one, said }) => {
      const { direction, unicodeBidi } = getComputedStyle(one);
      const own = one.closest("bdi") || unicodeBidi === "plaintext";
      return /[^\\p{L}\\s]/u.test(said) && !own && direction === "rtl";
    })
    .map(({ said }) => `"${said}" is set from right to left`);
}"""
)

# Each text's colour and place; from then on texts are not seen, but what is behind them.
_TEXTS: Final = (
    _SEEN
    + """
  const told = texts.map(({ one, said, rects }) => {
    const style = getComputedStyle(one);
    const drawn = one instanceof SVGElement;
    return {
      said, colour: drawn ? style.fill : style.color,
      size: parseFloat(style.fontSize), bold: Number(style.fontWeight) >= 700,
      boxes: rects.map(({ x, y, width, height }) => [x, y, width, height]),
    };
  });
  const room = card.getBoundingClientRect();
  const unseen = new CSSStyleSheet();
  unseen.replaceSync(`:not(ha-icon) { color: transparent !important;
    text-decoration: none !important; } text { fill: transparent !important; }`);
  for (const root of new Set(boxes.map((one) => one.getRootNode()))) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, unseen];
  }
  return [told, [room.x, room.y]];
}"""
)
_SEEN_AGAIN: Final = (
    _SEEN
    + """
  for (const root of new Set(boxes.map((one) => one.getRootNode()))) {
    root.adoptedStyleSheets = root.adoptedStyleSheets.slice(0, -1);
  }
}"""
)


async def misplaced(card: Locator) -> list[str]:
    """Return what overlaps, is cut off, or is wider than it has room for."""
    found: list[str] = await card.evaluate(_MISPLACED)
    return found


async def turned(card: Locator) -> list[str]:
    """Return what is set from right to left, though it is written from the left."""
    found: list[str] = await card.evaluate(_TURNED)
    return found


async def faint(card: Locator) -> list[str]:
    """Return the texts that do not stand out from what is really behind them.

    By WCAG 2.2, 1.4.3: a contrast of 4.5 to 1, of large text 3 to 1.
    """
    texts, (left, top) = await card.evaluate(_TEXTS)
    behind = Image.open(BytesIO(await card.screenshot())).convert("RGB")
    await card.evaluate(_SEEN_AGAIN)
    found = []
    for text in texts:
        large = text["size"] >= 24 or (text["bold"] and text["size"] >= 18.66)
        for x, y, width, height in text["boxes"]:
            box = (x - left, y - top, x - left + width, y - top + height)
            contrast = _contrast(_colour(text["colour"]), behind.crop(_whole(box)))
            if contrast < (_READABLE_LARGE if large else _READABLE):
                found.append(f"{text['said']}: {contrast:.2f}")
    return found


async def colours(seen: Locator) -> int:
    """Return how many colours something is drawn in, edges between them aside."""
    picture = Image.open(BytesIO(await seen.screenshot())).convert("RGB")
    pixels: Counter[Any] = Counter(picture.get_flattened_data())
    return sum(count >= _DRAWN * pixels.total() for count in pixels.values())


def _whole(box: tuple[float, ...]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side) for side in box)
    return max(0, left), max(0, top), max(left + 1, right), max(top + 1, bottom)


def _colour(css: str) -> Colour:
    """Return the colour of `rgb(1, 2, 3)`."""
    red, green, blue, *_ = css.strip("rgba()").split(",")
    return int(red), int(green), int(blue)


def _contrast(text: Colour, behind: Image.Image) -> float:
    """Return how a text stands out, from the worst of what there is enough of."""
    pixels: Counter[Any] = Counter(behind.get_flattened_data())
    enough = _COUNTS * pixels.total()
    light = _luminance(text)
    return min(
        (max(light, other) + 0.05) / (min(light, other) + 0.05)
        for colour, count in pixels.items()
        if count >= enough or count == max(pixels.values())
        for other in (_luminance(colour),)
    )


def _luminance(colour: Colour) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Sheet:
    """Pictures side by side, each with its name: one look is enough for all."""

    def __init__(self, name: str, across: int = 5) -> None:
        """Begin an empty one, of so many pictures in a row."""
        self._name = name
        self._across = across
        self._pictures: list[tuple[str, Image.Image]] = []

    async def add(self, label: str, seen: Locator) -> None:
        """Photograph something, keep that, and add it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{self._name}-{label}.png"
        await seen.screenshot(path=path, animations="disabled")
        picture = Image.open(path).convert("RGB")
        most = _SHEET // self._across
        if picture.width > most:
            picture.thumbnail((most, 4 * most))
        self._pictures.append((label, picture))

    def save(self) -> Path:
        """Write it down; return where."""
        width = max(picture.width for _, picture in self._pictures) + 8
        rows = [
            self._pictures[at : at + self._across]
            for at in range(0, len(self._pictures), self._across)
        ]
        heights = [max(one.height for _, one in row) + _LABEL for row in rows]
        sheet = Image.new("RGB", (width * self._across, sum(heights)), "#808080")
        draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(18)
        top = 0
        for row, height in zip(rows, heights, strict=True):
            for at, (label, picture) in enumerate(row):
                draw.text((at * width + 4, top + 3), label, "#ffffff", font)
                sheet.paste(picture, (at * width + 4, top + _LABEL))
            top += height
        path = SCREENSHOTS / f"sheet-{self._name}.png"
        sheet.save(path)
        return path
