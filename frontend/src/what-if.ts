import { LitElement, css, html, nothing } from "lit";
import type { Format } from "./format.ts";
import { type Hass } from "./hass.ts";
import type { Message } from "./message.ts";

const PAUSE_MS = 120;
const EVEN = 50;

interface WhatIf {
  overage_chance: number | null;
  safe_days: number | null;
}

/** What becomes of the cycle if more is used: the answer is Taara's. */
export class TaaraWhatIf extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
    label {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      justify-content: space-between;
    }
    label span {
      color: var(--secondary-text-color);
    }
    input {
      width: 100%;
      height: 44px;
      margin: 0;
      appearance: none;
      background: linear-gradient(var(--divider-color) 0 0) center / 100% 4px no-repeat;
    }
    ::-webkit-slider-thumb {
      width: 20px;
      height: 20px;
      appearance: none;
      border-radius: 50%;
      background: var(--primary-color);
    }
    input:focus-visible {
      outline: 2px solid var(--primary-color);
    }
  `;
  static override properties = {
    message: { attribute: false },
    extra: { state: true },
    answer: { state: true },
  };

  declare hass: Hass;
  declare entry: { entry_id?: string };
  declare message: Message;
  declare format: Format;
  declare extra: number;
  declare answer: WhatIf | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.extra = 0;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.extra && changed.has("message")) void this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override render() {
    const { labels } = this.message.words;
    const { most, step } = this.message.what_if!;
    const told = `${labels["extra"]} ${this.format.amount(this.extra)}`;
    return html`
      <div>
        <label for="extra">${labels["what_if"]} <span>${told}</span></label>
        <input
          id="extra"
          type="range"
          min="0"
          max=${most}
          step=${step}
          .value=${String(this.extra)}
          aria-valuetext=${told}
          @input=${this.moved}
        />
        <div aria-live="polite">${this.extra ? this.said() : nothing}</div>
      </div>
    `;
  }

  private said() {
    const { labels } = this.message.words;
    const chance = this.answer?.overage_chance;
    if (chance === null || chance === undefined) return nothing;
    const lasts = labels[chance < EVEN ? "what_if_lasts" : "what_if_not"];
    return html`<b>${lasts}</b> · ${labels["chance"]}: ${this.format.chance(chance)}`;
  }

  private moved(event: Event): void {
    this.extra = Number((event.target as HTMLInputElement).value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    const { extra } = this;
    const asked = { type: "taara/what_if", ...this.entry, extra_bytes: extra };
    // What cannot be answered now is not said.
    const answer = await this.hass.callWS<WhatIf>(asked).catch(() => undefined);
    if (extra === this.extra) this.answer = answer;
  }
}
