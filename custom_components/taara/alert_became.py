"""What became of alerts, in words: where they went, what waits, what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .alert_words import LANGUAGES, Words
from .channels import async_ways
from .coordinator import TaaraCoordinator
from .model import Alert, AlertKind, Delivery, DeliveryStatus
from .notifications import Fault
from .usage.delivery import Rules
from .usage.effect import ASKS_FOR_MORE

# Of more names than these the first three are said, and how many more there are.
NAMES = 4
# Beyond, what was used a hundredfold would be said to be endless.
MOST_EFFECT = 0.99


@callback
def async_becoming(coordinator: TaaraCoordinator) -> Becoming:
    """Return what says what became of a household's alerts by now."""
    settings, zone = coordinator.alerts.settings, coordinator.zone
    household = coordinator.household
    language = settings.language if settings.language in LANGUAGES else "en"
    return Becoming(
        words=Words(language, coordinator.plan.unit, dt_util.now(zone)),
        names={way.target.name: way.name for way in async_ways(coordinator.hass)},
        rules=Rules(
            settings=settings,
            snooze=None if household is None else household.snooze,
            zone=zone,
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Becoming:
    """Says what became of alerts; `names` are what people call the targets."""

    words: Words
    names: Mapping[str, str]
    rules: Rules

    def became(self, alert: Alert) -> list[str]:
        """Return what became of an alert, a short sentence each; nothing unknown."""
        return [
            *self._deliveries(alert),
            *self._silence(alert),
            *self._opened(alert),
            *self._effect(alert),
        ]

    def in_vain(self, kinds: Sequence[AlertKind]) -> str | None:
        """Return the hint that nobody cares for some kinds, if there are any."""
        texts = self.words.texts["card"]
        names = [texts["kinds"][kind] for kind in kinds]
        return self._say("in_vain", kinds=self._list(names)) if names else None

    def _deliveries(self, alert: Alert) -> Iterator[str]:
        """Yield where it went and where it did not, the same of several as one."""
        free = self.rules.free_at(alert, self.words.now)
        grouped: dict[tuple[str, str], list[str]] = {}
        for one in alert.deliveries:
            target = self.names.get(one.target, one.target)
            told = _told(one, is_quiet=free > self.words.now)
            grouped.setdefault(told, []).append(target)
        reasons = self.words.texts["card"]["reasons"]
        for (name, reason), names in grouped.items():
            yield self._say(
                name,
                names=self._list(names),
                reason=reasons.get(reason, reasons[Fault.ERROR]),
                **self._moment(free),
            )

    def _silence(self, alert: Alert) -> Iterator[str]:
        if alert.silenced:
            yield self._say("silenced")
        elif not alert.deliveries:
            yield self._say("nobody")

    def _opened(self, alert: Alert) -> Iterator[str]:
        if alert.opened_at is not None:
            yield self._say("opened", **self._moment(alert.opened_at))

    def _effect(self, alert: Alert) -> Iterator[str]:
        """Yield what was used in the day after, where that tells something."""
        if (effect := alert.effect) is None:
            return
        more = alert.kind in ASKS_FOR_MORE
        if not effect:
            yield self._say("no_more" if more else "no_less")
        elif more:  # a share of what was used, not of what is usual
            effect = min(effect, MOST_EFFECT)
            share = self.words.percent(100 * effect / (1 - effect))
            yield self._say("more", share=share)
        else:
            yield self._say("less", share=self.words.percent(100 * effect))

    def _moment(self, at: datetime) -> dict[str, str]:
        words, local = self.words, at.astimezone(self.words.now.tzinfo)
        time = words.time(local.hour, local.minute)
        return {"time": time, "on": words.on(local.date())}

    def _list(self, names: Sequence[str]) -> str:
        """Return names as one; of many, the first ones."""
        if len(names) > NAMES:
            others = self._say("others", count=len(names) - NAMES + 1)
            names = [*names[: NAMES - 1], others]
        *first, last = names
        return self.words.both([", ".join(first), last] if first else [last])

    def _say(self, name: str, **values: object) -> str:
        return str(self.words.texts["card"]["became"][name]).format(**values)


def _told(one: Delivery, *, is_quiet: bool) -> tuple[str, str]:
    """Return what is said of a delivery, and why it failed where it did."""
    if one.status is DeliveryStatus.SENT:
        return "sent", ""
    reason = one.reason or ""
    if one.status is DeliveryStatus.FAILED:
        return "failed", reason
    if is_quiet:
        return "quiet", ""
    return ("again", reason) if reason else ("waits", "")
