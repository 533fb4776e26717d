"""What a cycle may still bring: a distribution of bytes to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, log, sqrt

# A normal curve's tails are too thin for households: one part in seven of it is wider.
# Both keep the 80 % range of a single curve.
TAILS = ((0.85, 0.87), (0.15, 2.2))
# Natural logarithms beyond which a total is out of this world.
WIDEST = 30.0
HALVINGS = 44
# What is only drawn need not be told to the byte.
HALVINGS_DRAWN = 24


@dataclass(frozen=True, slots=True)
class Part:
    """One possibility: its chance, and a lognormal curve over multiples of the scale.

    `offset` is the logarithm of its median, `spread` its standard deviation there.
    """

    chance: float
    offset: float
    spread: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Remainder:
    """The distribution of what is still used until the cycle ends.

    `scale` is in bytes; the parts' chances add up to 1. `noise` is the variance of a
    single day's share (relative, as of logarithms), `weights` are the days left: each
    one's length in days by the clock and its usage in usual days.
    """

    scale: float
    parts: Sequence[Part]
    noise: float = 0.0
    weights: Sequence[tuple[float, float]] = ()

    def quantile(self, chance: float, first: float = 1.0) -> float:
        """Return the bytes that are not exceeded with this chance (0 to 1).

        `first` limits them to that share of the remainder, as in `chance_above`.
        """
        amount = self.scale * first
        if amount <= 0:
            return 0.0
        low, high, extra = -WIDEST, WIDEST, self._extra(first)
        for _ in range(HALVINGS if first == 1.0 else HALVINGS_DRAWN):
            middle = (low + high) / 2
            if 1.0 - self._above(middle, extra) < chance:
                low = middle
            else:
                high = middle
        return amount * exp(low)

    def chance_above(self, size: float, first: float = 1.0) -> float:
        """Return the chance that more than `size` bytes are used.

        `first` limits it to that share of the remainder, from now on: the nearer,
        the more a single day can do.
        """
        if size < 0:
            return 1.0
        amount = self.scale * first
        if amount <= 0:
            return 0.0
        if size <= 0:
            return 1.0
        return self._above(log(size / amount), self._extra(first))

    def _extra(self, first: float) -> float:
        """Return the variance that a share of the remainder has beyond the whole's."""
        usual = sum(weight for _, weight in self.weights)
        return self.noise / usual * (1.0 / first - 1.0) if usual > 0 else 0.0

    def _above(self, at: float, extra: float = 0.0) -> float:
        """Return the chance of more than `at`, a logarithm of multiples of the scale."""
        return sum(
            part.chance
            * 0.5
            * erfc((at - part.offset) / sqrt(2 * (part.spread**2 + extra)))
            for part in self.parts
        )


def lognormal(spread: float, offset: float = 0.0, chance: float = 1.0) -> list[Part]:
    """Return one curve with a household's tails, as parts."""
    return [
        Part(chance * share, offset, max(spread, 1e-3) * wide) for share, wide in TAILS
    ]
