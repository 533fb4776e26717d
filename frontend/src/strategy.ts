import type { Hass } from "./hass.ts";

/** The dashboard: what is on it, Taara itself knows best. */
export class TaaraStrategy extends HTMLElement {
  static generate(_config: object, hass: Hass): Promise<object> {
    return hass.callWS({ type: "taara/dashboard" });
  }
}
