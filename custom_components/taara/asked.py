"""How numbers and plans are asked for, by actions and by websocket commands."""

import voluptuous as vol

from homeassistant.helpers import config_validation as cv

from .usage.amount import UNITS

# What a number is, the arithmetic finds out: it has words for what is wrong.
NUMBER = vol.Any(int, float, str)
CANDIDATE = vol.Schema(
    {
        vol.Optional("allowance"): NUMBER,
        vol.Optional("days"): NUMBER,
        vol.Optional("name"): cv.string,
        vol.Optional("price"): NUMBER,
        vol.Optional("unit", default="GB"): vol.In(UNITS),
        vol.Optional("unlimited", default=False): cv.boolean,
    }
)
CANDIDATES = vol.All(cv.ensure_list, [CANDIDATE])
