"""How alerts look: a sign and a colour for each kind, the same wherever they are shown."""

from datetime import UTC

from custom_components.taara.alert_fields import card_fields, event_fields, looks
from custom_components.taara.model import AlertKind, DataUnit

from .alert_samples import alert


def test_colours() -> None:
    """Only what is over is an error, good news is no warning, and all else is one."""
    told = {kind: looks(alert(kind))["tone"] for kind in AlertKind}
    assert told == {
        AlertKind.USED_UP: "error",
        **dict.fromkeys((AlertKind.RENEWAL, AlertKind.SPARE), "success"),
        **dict.fromkeys(
            (AlertKind.OPTIMIZATION_TIP, AlertKind.WEEKLY_SUMMARY), "primary"
        ),
        **dict.fromkeys((AlertKind.THRESHOLD, AlertKind.DAILY_BUDGET), "warning"),
        **dict.fromkeys((AlertKind.PACE, AlertKind.UNUSUAL_USAGE), "warning"),
        **dict.fromkeys((AlertKind.EXPIRING, AlertKind.STALE), "warning"),
    }


def test_signs() -> None:
    """Each kind has one of Home Assistant's own; what warns of usage is a bell."""
    signs = {kind: str(looks(alert(kind))["icon"]) for kind in AlertKind}
    assert all(sign.startswith("mdi:") for sign in signs.values())
    assert signs[AlertKind.PACE] == signs[AlertKind.THRESHOLD] == "mdi:bell-outline"
    assert signs[AlertKind.RENEWAL] == "mdi:calendar-refresh"


def test_looks_are_for_cards() -> None:
    """They come with all that automations hear, who need none of them."""
    one = alert(AlertKind.SPARE)
    heard = event_fields(one, "made-up", "en", DataUnit.GB, UTC)
    shown = card_fields(one, "made-up", "en", DataUnit.GB, UTC)
    assert shown == {**heard, "icon": "mdi:gift-outline", "tone": "success"}
    assert not {"icon", "tone"} & heard.keys()
