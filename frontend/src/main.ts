import type { Hass } from "./hass.ts";
import { TaaraAlerts } from "./alerts.ts";
import { TaaraStrategy } from "./strategy.ts";
import { TaaraChart } from "./chart.ts";
import { TaaraCard } from "./card.ts";
import { TaaraAlertHistory } from "./alert-history.ts";
import { TaaraWhatIf } from "./what-if.ts";
import { TaaraHeat } from "./heat.ts";
import { householdOf } from "./config.ts";

const ELEMENTS: Record<string, CustomElementConstructor> = {
  "taara-alert-history-card": TaaraAlertHistory,
  "taara-alerts": TaaraAlerts,
  "taara-card": TaaraCard,
  "taara-chart": TaaraChart,
  "taara-heat-card": TaaraHeat,
  "taara-what-if": TaaraWhatIf,
  "ll-strategy-dashboard-taara": TaaraStrategy,
};
const ABOUT = {
  name: "Taara",
  description: "How much data is left, and whether it will last",
  documentationURL: "https://github.com/taara-ha/taara#readme",
};

interface Listed {
  customCards?: object[];
  customStrategies?: object[];
}

// Two addresses of two versions may both be loaded until the page is loaded anew.
if (!customElements.get("taara-card")) {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    customElements.define(name, element);
  }
  const listed = window as Listed;
  (listed.customCards ??= []).push({
    ...ABOUT,
    type: "taara-card",
    preview: true,
    getEntitySuggestion: (hass: Hass, entity: string) => {
      const [entry_id] = householdOf(hass, entity);
      return entry_id ? { config: { type: "custom:taara-card", entry_id } } : null;
    },
  });
  (listed.customStrategies ??= []).push({
    ...ABOUT,
    type: "taara",
    strategyType: "dashboard",
  });
}
