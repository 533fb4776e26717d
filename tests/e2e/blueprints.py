"""Blueprints in a real Home Assistant: imported, and made into automations."""

from pathlib import Path
from typing import Any, Final

from demo.home_assistant import HomeAssistant

ROOT: Final = Path(__file__).resolve().parents[2]
BLUEPRINTS: Final = ROOT / "blueprints/automation"
SPEAKER: Final = Path(__file__).parent / "speaker"
# What the automations switch, tell and speak through. Nothing is as it should be, for
# them to find.
CONFIGURATION: Final = """\
automation: !include automations.yaml
input_boolean:
  guests_slow:
    name: Guests are slow
    initial: true
  camera_upload:
    name: Cameras upload to the cloud
    initial: false
mobile_app:
speaker:
"""


def furnish(config_dir: Path) -> None:
    """Put a speaker into a home that is not lived in yet, and room for automations."""
    folder = config_dir / "custom_components"
    folder.mkdir(parents=True)
    (config_dir / "automations.yaml").write_text("[]\n")
    (folder / SPEAKER.name).symlink_to(SPEAKER)


async def import_all(home: HomeAssistant) -> dict[str, Any]:
    """Import all of Taara's blueprints; return how Home Assistant knows them, by name."""
    for file in sorted(BLUEPRINTS.glob("**/*.yaml")):
        await home.ws(
            {
                "type": "blueprint/save",
                "domain": "automation",
                "path": str(file.relative_to(BLUEPRINTS)),
                "yaml": file.read_text(encoding="utf-8"),
            }
        )
    known = await home.ws({"type": "blueprint/list", "domain": "automation"})
    return {
        Path(path).stem: blueprint
        for path, blueprint in known.items()
        if path.startswith("taara/")
    }


async def automate(home: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint."""
    await home.api(
        "POST",
        f"config/automation/config/{name}",
        {
            "alias": name.replace("_", " ").capitalize(),
            "use_blueprint": {"path": f"taara/{name}.yaml", "input": inputs},
        },
    )
