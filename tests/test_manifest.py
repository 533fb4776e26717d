"""What Home Assistant and HACS are told of the integration: the checks they make."""

import json
from pathlib import Path
import struct
from typing import Any

from awesomeversion import AwesomeVersion
import pytest

from custom_components.taara.const import DOMAIN
from homeassistant import components
from homeassistant.const import __version__
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util.yaml import load_yaml_dict

from .texts import PACKAGE, english

ROOT = PACKAGE.parent.parent
COMPONENTS = Path(components.__path__[0])


def read(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


MANIFEST = read(PACKAGE / "manifest.json")
HACS = read(ROOT / "hacs.json")
QUALITY_SCALE: dict[str, Any] = load_yaml_dict(PACKAGE / "quality_scale.yaml")


def test_manifest_keys() -> None:
    """A custom integration needs these keys, the first two first, the others in order."""
    assert set(MANIFEST) >= {
        "codeowners",
        "config_flow",
        "documentation",
        "domain",
        "integration_type",
        "iot_class",
        "issue_tracker",
        "name",
        "requirements",
        "version",
    }
    domain, name, *others = MANIFEST
    assert (domain, name) == ("domain", "name")
    assert others == sorted(others)


def test_manifest_values() -> None:
    """Their values are of the kinds that Home Assistant knows."""
    assert MANIFEST["domain"] == DOMAIN == PACKAGE.name
    assert MANIFEST["config_flow"] is True
    assert MANIFEST["integration_type"] in {"device", "hub", "service"}
    assert MANIFEST["iot_class"] == "local_polling"
    assert all(owner.startswith("@") for owner in MANIFEST["codeowners"])
    for key in ("documentation", "issue_tracker"):
        assert MANIFEST[key].startswith("https://")
    needed = MANIFEST.get("dependencies", []) + MANIFEST.get("after_dependencies", [])
    for domain in needed:
        assert (COMPONENTS / domain / "manifest.json").is_file(), domain


def test_requirements() -> None:
    """Nothing is installed beside Home Assistant."""
    assert MANIFEST["requirements"] == []


async def test_loads(hass: HomeAssistant) -> None:
    """Home Assistant accepts it."""
    integration = await async_get_integration(hass, DOMAIN)
    assert integration.version is not None
    assert integration.version.valid
    assert not integration.is_built_in
    assert integration.config_flow


def test_hacs() -> None:
    """HACS knows these keys only; the floor is no newer than what the tests run on."""
    known = {"content_in_root", "country", "filename", "hacs", "hide_default_branch"}
    known |= {"homeassistant", "name", "persistent_directory", "zip_release"}
    assert set(HACS) <= known
    assert HACS["name"] == MANIFEST["name"]
    assert AwesomeVersion(HACS["homeassistant"]).valid
    assert AwesomeVersion(HACS["homeassistant"]) <= AwesomeVersion(__version__)


def test_project_has_the_same_version() -> None:
    """The version is said in two places, alike."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{MANIFEST["version"]}"' in project


@pytest.mark.parametrize("look", ["", "dark_"])
@pytest.mark.parametrize(("suffix", "side"), [("", 256), ("@2x", 512)])
def test_brand(look: str, suffix: str, side: int) -> None:
    """Icon and logo are there for light and dark, in both sizes."""
    assert _size(f"{look}icon{suffix}.png") == (side, side)
    width, height = _size(f"{look}logo{suffix}.png")
    assert side / 2 <= min(width, height) <= side
    assert width > height


def _size(name: str) -> tuple[int, int]:
    """Return width and height of a picture."""
    picture = (PACKAGE / "brand" / name).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_services() -> None:
    """What is described as an action has texts and an icon, and the other way round."""
    file = PACKAGE / "services.yaml"
    described = set(load_yaml_dict(file)) if file.exists() else set()
    assert set(english().get("services", ())) == described
    assert set(read(PACKAGE / "icons.json").get("services", ())) == described


def test_quality_scale() -> None:
    """Each rule is answered, and exemptions give their reason."""
    assert set(QUALITY_SCALE) == {"rules"}
    known: dict[str, Any] = load_yaml_dict(COMPONENTS / "peblar/quality_scale.yaml")
    rules = QUALITY_SCALE["rules"]
    assert set(rules) == set(known["rules"])
    for rule, answer in rules.items():
        if isinstance(answer, dict):
            assert set(answer) == {"status", "comment"}, rule
            assert answer["status"] in {"done", "exempt", "todo"}
            assert answer["comment"].strip()
        else:
            assert answer in {"done", "todo"}, rule
