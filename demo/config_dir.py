"""What a Home Assistant finds in its directory before it first starts."""

from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]

# As little as shows an integration in full: `default_config` looks for devices.
CONFIGURATION: Final = """\
homeassistant:
  name: Home
  time_zone: Africa/Nairobi
  unit_system: metric
  currency: KES
  country: KE
  language: en
frontend:
config:
history:
logbook:
recorder:
system_health:
diagnostics:
conversation:
person:
backup:
logger:
  default: warning
"""


def prepare(config_dir: Path, port: int, extra_configuration: str = "") -> None:
    """Make a directory ready to start from, with HTTP on 127.0.0.1 at a port.

    Anything else that is there already stays as it is.
    """
    storage = config_dir / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    configuration = config_dir / "configuration.yaml"
    if not configuration.exists():
        configuration.write_text(CONFIGURATION + extra_configuration)
    integration = config_dir / "custom_components/taara"
    if not integration.exists():
        integration.parent.mkdir(exist_ok=True)
        integration.unlink(missing_ok=True)
        integration.symlink_to(ROOT / "custom_components/taara")
    # In YAML they would be a trial, which somebody has to confirm, of the first start
    # only: Home Assistant itself keeps them here.
    _store(storage, "http", (2, 2), {"stable": _http(port), **_NOTHING_TO_MIGRATE})
    if not (storage / "onboarding").exists():
        # This step would ask a weather service and others on the internet.
        _store(storage, "onboarding", (4, 1), {"done": ["core_config"]})


_NOTHING_TO_MIGRATE: Final = {"pending": None, "yaml_migration_done": True}


def _http(port: int) -> dict[str, Any]:
    return {
        "server_host": ["127.0.0.1"],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(),
        "error": None,
        "error_message": None,
    }


def _store(
    storage: Path, key: str, version: tuple[int, int], data: dict[str, Any]
) -> None:
    """Write what Home Assistant will read as one of its stores."""
    major, minor = version
    stored = {"version": major, "minor_version": minor, "key": key, "data": data}
    (storage / key).write_text(json.dumps(stored))
