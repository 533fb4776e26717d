"""The picture of a week: a bar for each day, for phones and notifications."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .alert_words import Words

SIZE = (720, 360)
MARGIN = 24
# Room for the amount above a bar, and for the day below it.
ABOVE, BELOW = 56, 64
BAR = 56
RADIUS = 10
AMOUNT_SIZE, DAY_SIZE = 20, 24

# On a ground of its own: a phone may show it on black or on white.
GROUND = "#ffffff"
TEXT = "#1c1c1e"
MUTED = "#5f6368"
LINE = "#d0d4d9"
BAR_COLOUR = "#8fb8e8"
MOST_COLOUR = "#1f5fae"


def draw(used: Mapping[date, int | None], words: Words) -> bytes:
    """Return a week as a PNG; the day on which most was used stands out.

    `used` is in bytes a day, `None` where nothing is known of it.
    """
    image = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(image)
    most = max((size for size in used.values() if size), default=0)
    bottom = SIZE[1] - BELOW
    pen.line((MARGIN, bottom, SIZE[0] - MARGIN, bottom), fill=LINE, width=2)
    step = (SIZE[0] - 2 * MARGIN) / max(1, len(used))
    for at, (day, size) in enumerate(used.items()):
        middle = MARGIN + step * (at + 0.5)
        top = bottom - _height(size, most)
        if size:
            box = (middle - BAR / 2, top, middle + BAR / 2, bottom)
            colour = MOST_COLOUR if size == most else BAR_COLOUR
            corners = (True, True, False, False)
            pen.rounded_rectangle(box, RADIUS, fill=colour, corners=corners)
        amount = "?" if size is None else words.amount(size)
        font = ImageFont.load_default(AMOUNT_SIZE)
        pen.text((middle, top - 8), amount, fill=TEXT, font=font, anchor="ms")
        name, font = (
            words.weekday_short(day.weekday()),
            ImageFont.load_default(DAY_SIZE),
        )
        pen.text((middle, bottom + 34), name, fill=MUTED, font=font, anchor="ms")
    png = BytesIO()
    # Few colours take few bytes, of a plan that may be nearly gone.
    image.quantize(32).save(png, "PNG", optimize=True)
    return png.getvalue()


def _height(size: int | None, most: int) -> float:
    """Return how high a bar is, in pixels; what is little is still to be seen."""
    if not size:
        return 0
    return max(2.0 * RADIUS, (SIZE[1] - ABOVE - BELOW) * size / most)
