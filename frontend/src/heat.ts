import { html, nothing, type PropertyDeclarations } from "lit";
import { css } from "./css.ts";
import { formatOf } from "./format.ts";
import type { Hass } from "./hass.ts";
import { HouseholdCard, baseStyles } from "./household.ts";
import type { Message } from "./message.ts";

const HOURS = 24;
const STEPS: Record<string, number> = { ArrowUp: -HOURS, ArrowDown: HOURS };

/** When usage happens: weekdays down, the hours of the clock across. */
export class TaaraHeat extends HouseholdCard {
  static override styles = [
    baseStyles,
    css`
      table {
        width: 100%;
        direction: ltr;
        border-spacing: 2px;
        table-layout: fixed;
      }
      table:has(+ input:focus-visible) {
        outline: 2px solid var(--primary-color);
        border-radius: 4px;
      }
      th {
        overflow: visible;
        color: var(--secondary-text-color);
        font-size: 0.7rem;
        font-weight: 400;
        text-align: start;
        white-space: nowrap;
      }
      td:first-child {
        width: 3em;
      }
      td {
        forced-color-adjust: none;
        height: 26px;
        padding: 0;
        border-radius: 4px;
      }
      .at {
        outline: 2px solid var(--primary-text-color);
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    hours: { state: true },
    at: { state: true },
  };

  /** Mean bytes by weekday and hour. */
  declare hours: (number | null)[][] | undefined;
  /** The hour of the week that is read out; else it is the busiest one. */
  declare at: number | undefined;
  #asked = "";

  override willUpdate(): void {
    const today = this.message?.overview?.today;
    // It changes when a day is over.
    const asked = `${this.config?.entry_id} ${today}`;
    if (today && asked !== this.#asked) {
      this.#asked = asked;
      void this.#ask();
    }
  }

  async #ask(): Promise<void> {
    this.hours = (await this.look<{ hours: (number | null)[][] }>("heat"))?.hours;
    if (!this.hours) this.#asked = "";
  }

  #pointed({ target }: Event): void {
    const cell = (target as Element).closest("td");
    const row = cell?.parentElement as HTMLTableRowElement | undefined;
    // The names of hours and weekdays are cells, too.
    if (row?.rowIndex) this.at = (row.rowIndex - 1) * HOURS + cell!.cellIndex - 1;
  }

  #left(): void {
    this.at = undefined;
  }

  #chosen({ target }: Event): void {
    this.at = Number((target as HTMLInputElement).value);
  }

  /** Up and down go by weekdays. */
  #keyed(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement;
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const at = Number(input.value) + step;
    if (at >= 0 && at <= Number(input.max)) this.at = at;
  }

  protected shown(message: Message, { locale, config }: Hass) {
    if (!this.hours) return this.loading();
    const { labels, amount } = message.words;
    const format = formatOf(locale, config.time_zone, message.overview?.unit, amount);
    const sizes = this.hours.flat();
    const most = Math.max(1, ...sizes.map((size) => size ?? 0));
    const shade = (size: number | null) =>
      size === null
        ? "var(--divider-color)"
        : `color-mix(in srgb,var(--primary-color) ${Math.round(6 + 94 * Math.sqrt(size / most))}%,transparent)`;
    const at = this.at ?? Math.max(0, sizes.indexOf(most));
    const told = (size: number | null | undefined) =>
      typeof size === "number" ? format.amount(size) : labels["unknown"]!;
    const reading = `${format.weekday(Math.floor(at / HOURS))} ${format.hour(at % HOURS)}: ${told(sizes[at])}`;
    return html`
      <ha-card lang=${message.words.language}>
        <h2>${labels["heat"]}</h2>
        <p class="told" aria-hidden="true">${reading}</p>
        <table
          @pointermove=${this.#pointed}
          @pointerdown=${this.#pointed}
          @mouseleave=${this.#left}
        >
          <tr>
            <td></td>
            ${[0, 6, 12, 18].map(
              (hour) =>
                html`<th scope="colgroup" colspan="6">${format.hour(hour)}</th>`,
            )}
          </tr>
          ${this.hours.map(
            (day, weekday) =>
              html`<tr>
                <th scope="row">${format.weekday(weekday)}</th>
                ${day.map(
                  (size, hour) =>
                    html`<td
                      class=${weekday * HOURS + hour === at ? "at" : nothing}
                      style="background:${shade(size)}"
                    >
                      <span class="hidden">${told(size)}</span>
                    </td>`,
                )}
              </tr>`,
          )}
        </table>
        <input
          class="hidden"
          type="range"
          min="0"
          max=${sizes.length - 1}
          .value=${String(at)}
          aria-label=${labels["heat"]!}
          aria-valuetext=${reading}
          @input=${this.#chosen}
          @keydown=${this.#keyed}
          @focus=${this.#chosen}
          @blur=${this.#left}
        />
      </ha-card>
    `;
  }
}
