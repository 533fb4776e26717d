"""Print the packages Home Assistant would install by itself at its first start.

The integrations below, those Home Assistant always sets up, and all they depend on
name their packages in their manifests. With these in the lock nothing is fetched
while a test or the demo runs.
"""

import json
from pathlib import Path

from homeassistant import components
from homeassistant.bootstrap import (
    CORE_INTEGRATIONS,
    DEFAULT_INTEGRATIONS,
    LOGGING_AND_HTTP_DEPS_INTEGRATIONS,
)

COMPONENTS = Path(components.__path__[0])

# What the demo's configuration and the tests set up, but for `mobile_app`: whatever it
# imports comes with Home Assistant itself, and the Bluetooth and cloud integrations that
# only come before it would bring a dozen more.
INTEGRATIONS = {
    "api",
    "binary_sensor",
    "button",
    "calendar",
    "config",
    "conversation",
    "diagnostics",
    "event",
    "frontend",
    "history",
    "http",
    "logbook",
    "lovelace",
    "notify",
    "number",
    "person",
    "recorder",
    "repairs",
    "sensor",
    "smtp",
    "switch",
    "system_health",
    "websocket_api",
}

# Sends errors to a service nobody here uses; Home Assistant only orders it early.
UNUSED = {"sentry"}


def manifest_of(domain: str) -> dict[str, list[str]]:
    """Return an integration's manifest."""
    manifest: dict[str, list[str]] = json.loads(
        (COMPONENTS / domain / "manifest.json").read_text(encoding="utf-8")
    )
    return manifest


def requirements_of(domains: set[str]) -> set[str]:
    """Return what the integrations and all they depend on require."""
    requirements: set[str] = set()
    seen: set[str] = set()
    waiting = sorted(domains)
    while waiting:
        domain = waiting.pop()
        if domain in seen:
            continue
        seen.add(domain)
        manifest = manifest_of(domain)
        requirements.update(manifest.get("requirements", []))
        waiting += manifest.get("dependencies", [])
        waiting += manifest.get("after_dependencies", [])
    return requirements


def main() -> None:
    """Print one requirement a line, sorted."""
    domains = (
        INTEGRATIONS
        | CORE_INTEGRATIONS
        | DEFAULT_INTEGRATIONS
        | LOGGING_AND_HTTP_DEPS_INTEGRATIONS
    ) - UNUSED
    print("# Made by scripts/lock from Home Assistant's manifests; do not edit.")
    print("\n".join(sorted(requirements_of(domains), key=str.casefold)))


if __name__ == "__main__":
    main()
