"""Talk to routers: aiohttp only, and nothing of Home Assistant."""

from collections.abc import Mapping
from types import MappingProxyType

from .capport import CapportProvider
from .hotspot import HotspotProvider
from .local import LocalProvider
from .provider import UsageProvider
from .routeros import RouterOsProvider
from .session import RouterSession
from .taara_share import TaaraShareProvider

_ALL: tuple[type[UsageProvider], ...] = (
    LocalProvider,
    TaaraShareProvider,
    HotspotProvider,
    CapportProvider,
    RouterOsProvider,
)

PROVIDERS: Mapping[str, type[UsageProvider]] = MappingProxyType(
    {provider.name: provider for provider in _ALL}
)
"""Every dialect by its name, in the order of discovery."""


def create_provider(
    name: str, session: RouterSession, account: Mapping[str, str]
) -> UsageProvider:
    """Make the provider of that name; `KeyError` if there is none."""
    return PROVIDERS[name](session, account)
