import { LitElement, html, nothing } from "lit";
import { alertStyles } from "./alert-styles.ts";
import type { Hass, Refusal } from "./hass.ts";
import type { Alert, Words } from "./message.ts";

const SNOOZES: [label: string, snooze: object][] = [
  ["snooze_hour", { hours: 1 }],
  ["snooze_day", { hours: 24 }],
  ["snooze_renewal", { until_renewal: true }],
];
/** What nobody has taken note of yet, and what may be done about it. */
export class TaaraAlerts extends LitElement {
  static override styles = alertStyles;
  static override properties = {
    words: { attribute: false },
    alerts: { attribute: false },
    more: { attribute: false },
    quiet: { attribute: false },
    bare: { attribute: false },
    choosing: { state: true },
    refusal: { state: true },
  };

  declare hass: Hass;
  declare entry: { entry_id?: string };
  declare words: Words;
  declare alerts: Alert[];
  declare more: number;
  declare quiet: string | null;
  /** Only that there is one: for a wall, and where there is no room. */
  declare bare: boolean;
  declare choosing: boolean;
  declare refusal: string;

  override render() {
    return html`
      ${this.alerts.map((alert) => this.alert(alert))}
      ${
        this.quiet && !this.bare
          ? html`<div class="quiet">
              <ha-icon icon="mdi:bell-sleep-outline" aria-hidden="true"></ha-icon>
              <span>${this.quiet}</span>
              ${this.button("snooze_end", () => this.snooze({ hours: 0 }))}
            </div>`
          : nothing
      }
      ${this.refusal ? html`<div role="alert">${this.refusal}</div>` : nothing}
    `;
  }

  private alert(alert: Alert) {
    return html`<div class="alert">
      <ha-icon .icon=${alert.icon} aria-hidden="true"></ha-icon>
      <div class="said">
        <b>${alert.title}</b>
        ${
          this.bare
            ? nothing
            : html`<p>${alert.message}</p>
                <div class="acts">
                  ${this.button("acknowledge", () => this.acknowledge([alert.alert_id]))}
                  ${
                    this.more > 0
                      ? this.button(
                          "acknowledge_all",
                          () => this.acknowledge(),
                          this.more + 1,
                        )
                      : nothing
                  }
                  ${this.quiet ? nothing : this.snoozing()}
                </div>`
        }
      </div>
    </div>`;
  }

  private snoozing() {
    return this.choosing
      ? SNOOZES.map(([label, snooze]) => this.button(label, () => this.snooze(snooze)))
      : this.button("snooze", () => (this.choosing = true));
  }

  private button(label: string, act: () => unknown, count?: number) {
    // The button may go with what it does; the focus must not.
    const press = async () => {
      await act();
      await this.updateComplete;
      this.shadowRoot!.querySelector("button")?.focus();
    };
    return html`<button type="button" @click=${press}>
      ${this.words.labels[label]}${count ? ` (${count})` : nothing}
    </button>`;
  }

  private acknowledge(alert_ids?: string[]): Promise<void> {
    return this.ask("acknowledge", alert_ids ? { alert_ids } : {});
  }

  private snooze(snooze: object): Promise<void> {
    this.choosing = false;
    return this.ask("snooze", snooze);
  }

  /** Do it; what follows comes by itself, to every card. */
  private async ask(what: string, fields: object): Promise<void> {
    this.refusal = "";
    try {
      await this.hass.callWS({
        type: `taara/alerts/${what}`,
        ...this.entry,
        ...fields,
      });
    } catch (refusal) {
      this.refusal = (refusal as Refusal).message;
    }
  }
}
