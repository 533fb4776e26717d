import { LitElement, html } from "lit";
import { css, wordStyles } from "./css.ts";
import type { Format } from "./format.ts";
import type { Ask } from "./hass.ts";
import { own, type Message } from "./message.ts";

const PAUSE_MS = 120;

/** What `taara/what_if` answers: the figures that would be. */
interface WhatIf {
  then: { overage_chance: number | null; overage_risk: boolean | null };
}

/** What becomes of the cycle if more is used: the answer is Taara's. */
export class TaaraWhatIf extends LitElement {
  static override styles = [
    wordStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        justify-content: space-between;
      }
      span {
        color: var(--secondary-text-color);
      }
      input {
        width: 100%;
        height: 44px;
        margin: 0;
        forced-color-adjust: none;
        appearance: none;
        background: linear-gradient(var(--divider-color) 0 0) center / 100% 4px
          no-repeat;
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
    `,
  ];
  static override properties = {
    used: own,
    range: own,
    labels: own,
    extra: { state: true },
    answer: { state: true },
  };

  declare ask: Ask;
  declare used: number;
  declare range: NonNullable<Message["what_if"]>;
  declare labels: Record<string, string>;
  declare format: Format;
  declare extra: number;
  declare answer: WhatIf["then"] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.extra = 0;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.extra && changed.has("used")) void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const { labels } = this;
    const { most, step } = this.range;
    const told = `${labels["extra"]} ${this.format.amount(this.extra)}`;
    const said = this.extra ? this.#said() : "";
    return html`
      <label for="extra">${labels["what_if"]}</label>
      <span>${told}</span>
      <input
        id="extra"
        type="range"
        min="0"
        max=${most}
        step=${step}
        .value=${String(this.extra)}
        aria-valuetext=${said ? `${told}: ${said}` : told}
        @input=${this.#moved}
      />
      <b>${said}</b>
    `;
  }

  #said(): string {
    const { answer, labels } = this;
    if (typeof answer?.overage_chance !== "number") return "";
    const lasts = labels[answer.overage_risk ? "what_if_not" : "what_if_lasts"];
    return `${lasts} · ${labels["chance"]}: ${this.format.chance(answer.overage_chance)}`;
  }

  #moved(event: Event): void {
    this.extra = Number((event.target as HTMLInputElement).value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), PAUSE_MS);
  }

  async #look(): Promise<void> {
    const { extra } = this;
    // What cannot be answered now is not said.
    const answer = await this.ask<WhatIf>("what_if", { extra_bytes: extra }).catch(
      () => undefined,
    );
    if (extra === this.extra) this.answer = answer?.then;
  }
}
