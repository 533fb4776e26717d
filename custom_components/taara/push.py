"""Hear of a message that did not get away from here to a phone.

The service of the phones' app raises nothing when its push is refused, or when there is
no internet to carry it: it logs that. So while it has a message of ours, we listen to
what it logs. Whoever hears no such errors, because the logger was told to be silent,
takes the message for sent, as the service does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
import logging

_APP = logging.getLogger("homeassistant.components.mobile_app.notify")
# Others may send at the same time: what is heard in our own task is about our message.
_SENDING: ContextVar[list[str] | None] = ContextVar("taara_sending", default=None)


@contextmanager
def troubles() -> Iterator[list[str]]:
    """Collect what the service says to be wrong with what is sent inside."""
    said: list[str] = []

    def hear(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING and _SENDING.get() is said:
            said.append(record.getMessage())
        return True

    token = _SENDING.set(said)
    _APP.addFilter(hear)
    try:
        yield said
    finally:
        _APP.removeFilter(hear)
        _SENDING.reset(token)
