import assert from "node:assert/strict";
import { test } from "node:test";
import { householdOf, households } from "../src/config.ts";
import type { Hass } from "../src/hass.ts";

const hass = {
  entities: {
    "sensor.first": { platform: "taara", device_id: "one" },
    "sensor.second": { platform: "taara", device_id: "two" },
    "sensor.lonely": { platform: "taara" },
    "sensor.other": { platform: "other", device_id: "one" },
  },
  devices: { one: { config_entries: ["b"] }, two: { config_entries: ["a"] } },
} as unknown as Hass;

test("an entity belongs to its own household, and to none if it is not Taara's", () => {
  const found = ["sensor.first", "sensor.second"].map((id) => householdOf(hass, id));
  assert.deepEqual(found, [["b"], ["a"]]);
  for (const id of ["sensor.lonely", "sensor.other", "sensor.gone"]) {
    assert.deepEqual(householdOf(hass, id), []);
  }
});

test("households are found by their entities, each once and in order", () => {
  assert.deepEqual(households(hass), ["a", "b"]);
});
