"""What cannot be done, in words that Home Assistant shows to people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .usage.refusal import Refused


def failure(key: str) -> HomeAssistantError:
    """Return that something failed which may work another time."""
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key)


def too_soon(wait: timedelta) -> ServiceValidationError:
    """Return a kind refusal that says when the source may be asked again."""
    minutes = -(-wait // timedelta(minutes=1))
    # To the full minute after it: whoever comes back then is not sent away again.
    at = dt_util.as_local(dt_util.utcnow() + wait + timedelta(seconds=59))
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="too_soon",
        translation_placeholders={"minutes": str(minutes), "time": f"{at:%H:%M}"},
    )


@contextmanager
def translated() -> Iterator[None]:
    """Let people read why the arithmetic refuses what they ask for."""
    try:
        yield
    except Refused as refused:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=refused.key,
            translation_placeholders=refused.placeholders,
        ) from refused
