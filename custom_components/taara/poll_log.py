"""What the log says of polls: once that reading fails, once that it works again."""

from .const import LOGGER
from .source import Outcome


def tell(outcome: Outcome, title: str, failures_before: int) -> None:
    """Tell how a poll ended, if it ended otherwise than the ones before."""
    poll_id = outcome.poll.poll_id
    if outcome.error is None and failures_before:
        LOGGER.info("[%s] %s can be read again", poll_id, title)
    elif outcome.error is not None and not failures_before:
        LOGGER.warning(
            "[%s] %s cannot be read, the last figures stand: %s (%s)",
            poll_id,
            title,
            outcome.error.detail,
            outcome.error.key,
        )
