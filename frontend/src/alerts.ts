import { LitElement, html, nothing } from "lit";
import { alertStyles, buttonStyles } from "./alert-styles.ts";
import { wordStyles } from "./css.ts";
import type { Ask, Refusal } from "./hass.ts";
import type { Alert, Words } from "./message.ts";

const SNOOZES: [label: string, snooze: object][] = [
  ["snooze_hour", { hours: 1 }],
  ["snooze_day", { hours: 24 }],
  ["snooze_renewal", { until_renewal: true }],
];

/** What people were told, and what may be done about it while nobody took note. */
export class TaaraAlerts extends LitElement {
  static override styles = [wordStyles, buttonStyles, alertStyles];
  static override properties = {
    alerts: { attribute: false },
    choosing: { state: true },
    refusal: { state: true },
  };

  declare ask: Ask;
  declare words: Words;
  /** They come anew with whatever else has changed. */
  declare alerts: Alert[];
  /** How many nobody took note of, shown here or not. */
  declare waiting: number;
  /** Only that there is one: for a wall, and where there is no room. */
  declare bare: boolean;
  declare choosing: boolean;
  declare refusal: string;
  #pressed: [button: HTMLElement, at: number] | undefined;

  override render() {
    const { quiet } = this.words;
    const [only, another] = this.alerts;
    const alone = only && !another && !only.acknowledged;
    return html`
      ${
        quiet && !this.bare
          ? html`<div class="quiet">
              <ha-icon icon="mdi:bell-sleep-outline" aria-hidden="true"></ha-icon>
              <span>${quiet}</span>
              ${this.#button("snooze_end", () => this.#snooze({ hours: 0 }))}
            </div>`
          : nothing
      }
      <div class="acts">${alone ? nothing : this.#common()}</div>
      <ul>
        ${this.alerts.map((alert) => this.#alert(alert, alone))}
      </ul>
      ${this.refusal ? html`<div role="alert">${this.refusal}</div>` : nothing}
    `;
  }

  /** Who pressed a button that has gone by now goes on at the next one. */
  override updated(): void {
    const [button, at] = this.#pressed ?? [];
    if (!button || button.isConnected) return;
    this.#pressed = undefined;
    const buttons = this.#buttons();
    (buttons[at!] ?? buttons.at(-1))?.focus({ preventScroll: true });
  }

  #alert(alert: Alert, alone: unknown) {
    const { alert_id, title, note } = alert;
    const acts = alert.acknowledged
      ? nothing
      : html`<div class="acts">
          ${this.#button("acknowledge", () => this.#ask("acknowledge", { alert_ids: [alert_id] }), title)}
          ${alone ? this.#common() : nothing}
        </div>`;
    return html`<li
      class=${alert.acknowledged ? "noted" : nothing}
      style="--accent:var(--${alert.tone}-color)"
    >
      <ha-icon .icon=${alert.icon} aria-hidden="true"></ha-icon>
      <div class="said">
        <b>${title}</b>
        ${
          this.bare
            ? nothing
            : html`<p>${alert.message}</p>
                ${note ? html`<small>${note}</small>` : nothing} ${acts}`
        }
      </div>
    </li>`;
  }

  /** What is done for all of them at once. */
  #common() {
    if (this.bare) return nothing;
    return [
      this.waiting > 1
        ? this.#button("acknowledge_all", () => this.#ask("acknowledge"))
        : nothing,
      this.words.quiet ? nothing : this.#snoozing(),
    ];
  }

  #snoozing() {
    const { choosing } = this;
    return html`
      <span @keydown=${this.#keyed}>
        ${this.#button("snooze", () => (this.choosing = !choosing), "", !!choosing)}
        ${
          choosing
            ? SNOOZES.map(([label, snooze]) =>
                this.#button(label, () => this.#snooze(snooze)),
              )
            : nothing
        }
      </span>
    `;
  }

  #keyed({ key }: KeyboardEvent): void {
    if (key === "Escape") this.choosing = false;
  }

  #button(label: string, act: () => unknown, of: string | null = "", open?: boolean) {
    const press = ({ currentTarget }: Event) => {
      const button = currentTarget as HTMLElement;
      this.#pressed = [button, this.#buttons().indexOf(button)];
      act();
    };
    const text = this.words.labels[label];
    return html`<button
      type="button"
      aria-expanded=${open ?? nothing}
      aria-label=${of ? `${text}: ${of}` : nothing}
      @click=${press}
    >
      ${text}
    </button>`;
  }

  #buttons(): HTMLElement[] {
    return [...this.shadowRoot!.querySelectorAll("button")];
  }

  #snooze(snooze: object): Promise<void> {
    this.choosing = false;
    return this.#ask("snooze", snooze);
  }

  /** Do it; what follows comes by itself, to every card. */
  async #ask(what: string, fields?: object): Promise<void> {
    this.refusal = "";
    try {
      await this.ask(`alerts/${what}`, fields);
    } catch (refusal) {
      this.refusal = (refusal as Refusal).message;
    }
  }
}
