import { html, nothing } from "lit";
import { cardStyles } from "./card-styles.ts";
import { check, form, households, shows, type CardConfig } from "./config.ts";
import { formatOf, type Format } from "./format.ts";
import type { Hass } from "./hass.ts";
import { HouseholdCard, baseStyles } from "./household.ts";
import type { Message, Overview } from "./message.ts";

/** Whether the household's data lasts, at a glance. */
export class TaaraCard extends HouseholdCard<CardConfig> {
  static override styles = [baseStyles, cardStyles];

  #announced = "";
  #level = "";

  static getConfigForm() {
    return form();
  }

  static getStubConfig(hass: Hass): Partial<CardConfig> {
    const [first, ...others] = households(hass);
    return { variant: "full", ...(others.length ? { entry_id: first! } : {}) };
  }

  override setConfig(config: CardConfig): void {
    check(config);
    this.opened = config.variant !== "wall";
    super.setConfig(config);
  }

  override getCardSize(): number {
    return this.#compact ? 3 : 10;
  }

  override getGridOptions(): object {
    return { min_columns: this.#compact ? 6 : 9 };
  }

  get #compact(): boolean {
    return this.config!.variant === "compact";
  }

  protected shown(message: Message, hass: Hass) {
    const config = this.config!;
    return html`
      <ha-card
        class="${config.variant ?? "full"} ${message.words.level}"
        lang=${message.words.language}
      >
        ${this.#top(message, config)} ${this.#parts(message, config, hass)}
        <div class="hidden" aria-live="polite">${this.#news(message)}</div>
      </ha-card>
    `;
  }

  /** Told aloud only when the answer itself becomes another one. */
  #news({ words }: Message): string {
    if (this.#level !== words.level) {
      this.#announced = this.#level ? words.headline : "";
      this.#level = words.level;
    }
    return this.#announced;
  }

  #top({ words }: Message, config: CardConfig) {
    const wall = config.variant === "wall";
    // What the last purchase cost is nobody's business on a wall.
    const detail = wall && words.verdict === "ended" ? "" : words.detail;
    return html`
      <div class="top">
        <span class="icon"
          ><ha-icon .icon=${words.icon} aria-hidden="true"></ha-icon
        ></span>
        <div>
          ${config.title ? html`<div class="title">${config.title}</div>` : nothing}
          <h2>${words.headline}</h2>
          ${detail ? html`<p>${detail}</p>` : nothing}
        </div>
      </div>
    `;
  }

  #parts(message: Message, config: CardConfig, hass: Hass) {
    const { overview, words } = message;
    if (!overview) return nothing;
    const { amount, percent } = words;
    const zone = hass.config.time_zone;
    const how: Parameters<typeof formatOf> = [
      hass.locale,
      zone,
      overview.unit,
      amount,
      percent,
    ];
    const format = formatOf(...how);
    const read = format.moment(overview.as_of, message.fresh);
    const wall = config.variant === "wall";
    const full = !this.#compact;
    const alerts = message.alerts!;
    const shown = (part: string) => shows(config, part);
    return html`
      ${
        words.stale
          ? html`<div class="stale">
              <ha-icon icon="mdi:clock-alert-outline" aria-hidden="true"></ha-icon>
              <span>${words.stale}</span>
            </div>`
          : nothing
      }
      ${
        shown("alert") && (alerts.length || words.quiet)
          ? html`<taara-alerts
              .ask=${this.ask}
              .words=${words}
              .alerts=${alerts.slice(0, 1)}
              .waiting=${message.waiting}
              .bare=${wall || this.#compact}
            ></taara-alerts>`
          : nothing
      }
      ${this.#amounts(message, overview, format)}
      ${full && !wall && words.next_plan ? html`<p>${words.next_plan}</p>` : nothing}
      ${full && shown("today") ? this.#today(message, overview, format) : nothing}
      ${
        full && shown("chart") && overview.used !== null
          ? html`<taara-chart
                .allowance=${overview.allowance}
                .picture=${message.picture}
                .words=${words}
                .how=${how}
                .days=${shown("days")}
                .last=${shown("last_cycle")}
              ></taara-chart>
              ${this.#table(message, format)}`
          : nothing
      }
      ${
        full && !wall && shown("what_if") && message.what_if
          ? html`<taara-what-if
              .ask=${this.ask}
              .used=${overview.used}
              .range=${message.what_if}
              .labels=${words.labels}
              .format=${format}
            ></taara-what-if>`
          : nothing
      }
      ${
        shown("as_of")
          ? html`<div class="foot">
              <span> ${words.labels["as_of"]}&nbsp;<bdi>${read}</bdi> </span>
              ${wall || !overview.plan_name ? nothing : html`<span>${overview.plan_name}</span>`}
            </div>`
          : nothing
      }
    `;
  }

  #amounts({ words, picture }: Message, overview: Overview, format: Format) {
    const { allowance, remaining, percentage, used } = overview;
    const { labels } = words;
    const ahead = picture!.ahead;
    if (used === null) return nothing;
    if (!allowance || remaining === null) {
      return html`<div class="amounts">
        <span><b class="large">${format.amount(used)}</b> ${labels["used"]}</span>
      </div>`;
    }
    const mark =
      picture!.expected === null ? null : (picture!.expected / allowance) * 100;
    const share = percentage ?? 0;
    const told = `${labels["used"]} ${format.percent(share)}`;
    const gap =
      ahead === null
        ? ""
        : `${format.amount(Math.abs(ahead))} ${labels[ahead > 0 ? "ahead" : "behind"]}`;
    return html`
      <div class="amounts">
        <span
          ><b class="large">${format.amount(remaining)}</b> ${words.left}
          ${words.of}</span
        >
        <span>${told}</span>
      </div>
      <div
        class="meter"
        role="meter"
        aria-label=${labels["used"]!}
        aria-valuenow=${Math.min(100, Math.floor(share))}
        aria-valuetext=${gap ? `${told}, ${gap}` : told}
      >
        <div class="fill" style="inline-size:${Math.min(100, share)}%"></div>
        ${
          mark === null
            ? nothing
            : html`<div
                class="mark"
                style="inset-inline-start:${Math.min(100, mark)}%"
              ></div>`
        }
      </div>
      ${gap ? html`<div class="gap"><i></i><span>${gap}</span></div>` : nothing}
    `;
  }

  #today(message: Message, overview: Overview, format: Format) {
    const { labels, safe, people } = message.words;
    const tile = (label: string, value: string | null | undefined, note = "") =>
      value
        ? html`<div class="tile">
            <span>${labels[label]}</span><b>${value}</b>
            ${note ? html`<small>${note}</small>` : nothing}
          </div>`
        : nothing;
    const amount = (size: number | null | undefined) =>
      size === null || size === undefined ? null : format.amount(size);
    const each = amount(message.per_person);
    const { budget_left, daily_budget } = overview;
    return html`<div class="tiles">
      ${tile("budget_left", amount(budget_left), each ? `${each} ${people}` : "")}
      ${tile(
        "used_today",
        amount(overview.used_today),
        daily_budget === null
          ? ""
          : `${labels["budget"]} ${format.amount(daily_budget)}`,
      )}
      ${tile("safe", safe)}
      ${overview.allowance ? nothing : tile("average", amount(overview.average_daily))}
    </div>`;
  }

  /** The picture for who does not see it. */
  #table({ picture, words }: Message, format: Format) {
    const { labels } = words;
    const known = picture!.days.filter((day) => day.usage !== null);
    const cell = (size: number | null) =>
      html`<td>${size === null ? labels["unknown"] : format.amount(size)}</td>`;
    return html`<div class="hidden">
      <table>
        <caption>
          ${labels["day_by_day"]}
        </caption>
        <tr>
          <th scope="col">${labels["day"]}</th>
          <th scope="col">${labels["used"]}</th>
          <th scope="col">${labels["budget"]}</th>
        </tr>
        ${known.map(
          (day) =>
            html`<tr>
              <th scope="row">${format.day(day.date)}</th>
              ${cell(day.usage)}${cell(day.budget)}
            </tr>`,
        )}
      </table>
    </div>`;
  }
}
