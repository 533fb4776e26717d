"""What may go wrong with a router, switchable while it runs, in whatever dialect."""

from .faults import FAULTS, Fault, Faults

__all__ = ["FAULTS", "Fault", "Faults"]
