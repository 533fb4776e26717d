import {
  LitElement,
  html,
  nothing,
  type TemplateResult,
  type PropertyDeclarations,
} from "lit";
import { css, wordStyles } from "./css.ts";
import type { Ask, Hass, Refusal } from "./hass.ts";
import type { Message } from "./message.ts";
import { Subscription } from "./subscription.ts";

/** What every card of Taara's is told by its configuration. */
export interface HouseholdConfig {
  type?: string;
  entry_id?: string;
}

export const baseStyles = [
  wordStyles,
  css`
    ha-card {
      display: flex;
      flex-direction: column;
      gap: 14px;
      box-sizing: border-box;
      height: 100%;
      padding: 16px;
      color: var(--primary-text-color);
      font-size: 0.875rem;
      line-height: 1.4;
    }
    h2 {
      margin: 0;
      font-size: 1.5rem;
      font-weight: 400;
      line-height: 1.25;
    }
    b {
      font-weight: 500;
    }
    p {
      margin: 2px 0 0;
      color: var(--secondary-text-color);
    }
    .hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .bone {
      border-radius: 12px;
      background: var(--divider-color);
      animation: breathe 1.6s infinite;
      forced-color-adjust: none;
    }
    @keyframes breathe {
      50% {
        opacity: 0.4;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      * {
        animation: none !important;
        transition: none !important;
      }
    }
  `,
];

/** A card that follows one household, whatever it shows of it. */
export abstract class HouseholdCard<
  Config extends HouseholdConfig = HouseholdConfig,
> extends LitElement {
  static override properties: PropertyDeclarations = {
    config: { state: true },
    refusal: { state: true },
  };

  declare config: Config | undefined;
  declare refusal: string | undefined;
  /** Whether somebody is seen to look at it. */
  protected opened = false;
  protected known: Hass | undefined;
  readonly #subscription = new Subscription(this);

  setConfig(config: Config): void {
    this.config = config;
    this.#follow();
  }

  get hass(): Hass | undefined {
    return this.known;
  }

  /** States change all the time; only how words and figures are written matters here. */
  set hass(hass: Hass) {
    const before = this.known;
    this.known = hass;
    if (before?.locale !== hass.locale) this.requestUpdate();
    this.#follow();
  }

  getGridOptions(): object {
    return { min_columns: 9 };
  }

  getCardSize(): number {
    return 8;
  }

  get #entry(): { entry_id?: string } {
    const { entry_id } = this.config!;
    return entry_id ? { entry_id } : {};
  }

  protected get message(): Message | undefined {
    return this.#subscription.message;
  }

  override render(): TemplateResult | typeof nothing {
    const { message, error } = this.#subscription;
    const wrong = error ?? this.refusal;
    if (!this.config || !this.known) return nothing;
    if (wrong) {
      return html`<ha-card
        ><ha-alert alert-type="error"><span>${wrong}</span></ha-alert></ha-card
      >`;
    }
    return message ? this.shown(message, this.known) : this.loading();
  }

  /** The shape of what is to come, so that nothing jumps. */
  protected loading(): TemplateResult {
    const height = this.getCardSize() * 30;
    return html`<ha-card aria-busy="true">
      <div class="bone" style="height:${height}px"></div>
    </ha-card>`;
  }

  protected abstract shown(message: Message, hass: Hass): TemplateResult;

  /** Ask Taara about the household, or to do something for it. */
  protected readonly ask: Ask = (command, fields) =>
    this.known!.callWS({ type: `taara/${command}`, ...this.#entry, ...fields });

  /** Ask Taara; what it refuses is shown. */
  protected async look<T>(command: string, fields?: object): Promise<T | undefined> {
    try {
      const told = await this.ask<T>(command, fields);
      this.refusal = undefined;
      return told;
    } catch (refusal) {
      this.refusal = (refusal as Refusal).message;
      return undefined;
    }
  }

  #follow(): void {
    if (!this.config || !this.known) return;
    const opened = this.opened ? { opened: true } : {};
    this.#subscription.follow(this.known, { ...this.#entry, ...opened });
  }
}
