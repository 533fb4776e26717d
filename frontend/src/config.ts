/** What people choose for a card, and the form in which they do. */

import type { Hass } from "./hass.ts";
import type { HouseholdConfig } from "./household.ts";

const VARIANTS = ["full", "compact", "wall"];

export interface CardConfig extends HouseholdConfig {
  variant?: string;
  title?: string;
  hide?: string[];
}

interface Form {
  schema: object[];
  labels: Record<string, string>;
}

/** Return whether a part is to be shown: all are but those left out. */
export const shows = ({ hide }: CardConfig, part: string): boolean =>
  !hide?.includes(part);

/** Return the form in which people choose, in their words. */
export async function form(): Promise<object> {
  // Whoever asks for a form has nothing else to give.
  const { hass } = document.querySelector<HTMLElement & { hass: Hass }>(
    "home-assistant",
  )!;
  const { schema, labels } = await hass.callWS<Form>({ type: "taara/card_form" });
  return {
    schema,
    computeLabel: ({ name }: { name: string }) => labels[name],
    assertConfig: check,
  };
}

/** Throw an error that people can read if a card cannot be as it is asked for. */
export function check({ hide, variant }: CardConfig): void {
  if (variant && !VARIANTS.includes(variant)) {
    throw new Error(`variant: ${VARIANTS.join(", ")}`);
  }
  if (hide && !Array.isArray(hide)) throw new Error("hide: a list");
}

/** Return the households that Taara's entities belong to, by their config entries. */
export function households(hass: Hass): string[] {
  const entities = Object.keys(hass.entities);
  return [...new Set(entities.flatMap((id) => householdOf(hass, id)))].sort();
}

/** Return the household of an entity; none if it is not Taara's. */
export function householdOf({ entities, devices }: Hass, id: string): string[] {
  const { platform, device_id } = entities[id] ?? {};
  return platform === "taara" ? (devices[device_id!]?.config_entries ?? []) : [];
}
