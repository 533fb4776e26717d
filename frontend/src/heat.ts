import { css, html, nothing, type PropertyDeclarations } from "lit";
import { Format } from "./format.ts";
import type { Hass } from "./hass.ts";
import { HouseholdCard, baseStyles } from "./household.ts";
import type { Message } from "./message.ts";

/** When usage happens: weekdays down, the hours of the clock across. */
export class TaaraHeat extends HouseholdCard {
  static override styles = [
    baseStyles,
    css`
      table {
        width: 100%;
        margin-top: 12px;
        direction: ltr;
        border-spacing: 2px;
        table-layout: fixed;
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
        position: relative;
        height: 26px;
        padding: 0;
        border-radius: 4px;
        background: var(--divider-color);
      }
      td i {
        position: absolute;
        inset: 0;
        border-radius: 4px;
        background: var(--primary-color);
      }
      td.known {
        background: none;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { hours: { state: true } };

  declare hours: (number | null)[][] | undefined;
  private asked = "";

  override willUpdate(): void {
    const today = this.message?.overview?.today;
    // It changes when a day is over.
    if (today && today !== this.asked) {
      this.asked = today;
      void this.look();
    }
  }

  private async look(): Promise<void> {
    this.hours = (await this.ask<{ hours: (number | null)[][] }>("heat"))?.hours;
    if (!this.hours) this.asked = "";
  }

  protected shown(message: Message, { locale, config }: Hass) {
    if (!this.hours) return this.loading();
    const { labels, amount } = message.words;
    const format = new Format(locale, config.time_zone, message.overview?.unit, amount);
    const most = Math.max(1, ...this.hours.flat().map((size) => size ?? 0));
    const shade = (size: number) => 0.06 + 0.94 * Math.sqrt(size / most);
    return html`
      <ha-card>
        <h2>${labels["heat"]}</h2>
        <table>
          <tr>
            <td class="known"></td>
            ${[0, 6, 12, 18].map(
              (hour) =>
                html`<th scope="colgroup" colspan="6">${format.hour(hour)}</th>`,
            )}
          </tr>
          ${this.hours.map(
            (day, weekday) =>
              html`<tr>
                <th scope="row">${format.weekday(weekday)}</th>
                ${day.map((size, hour) => {
                  const told = size === null ? labels["unknown"]! : format.amount(size);
                  return html`<td
                    class=${size === null ? nothing : "known"}
                    title="${format.weekday(weekday)} ${format.hour(hour)}: ${told}"
                  >
                    ${
                      size === null
                        ? nothing
                        : html`<i style="opacity:${shade(size).toFixed(2)}"></i>`
                    }
                    <span class="hidden">${told}</span>
                  </td>`;
                })}
              </tr>`,
          )}
        </table>
      </ha-card>
    `;
  }
}
