import { css, html, nothing, type PropertyDeclarations } from "lit";
import { Format } from "./format.ts";
import type { Hass } from "./hass.ts";
import { HouseholdCard, baseStyles } from "./household.ts";
import type { Alert, Message } from "./message.ts";

const SHOWN = 30;

/** What people were told, newest first; what nobody took note of can be, here. */
export class TaaraAlertHistory extends HouseholdCard {
  static override styles = [
    baseStyles,
    css`
      ha-card {
        display: flex;
        flex-direction: column;
        gap: 14px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 12px 0;
        border-top: 1px solid var(--divider-color);
      }
      small,
      .none {
        color: var(--secondary-text-color);
        font-size: 0.8rem;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { told: { state: true } };

  declare told: Alert[] | undefined;
  private news = "";
  protected override opened = true;

  override willUpdate(): void {
    const news = JSON.stringify(this.message?.alerts);
    if (this.message?.overview && news !== this.news) {
      this.news = news;
      void this.look();
    }
  }

  private async look(): Promise<void> {
    this.told = (await this.ask<{ alerts: Alert[] }>("alerts", { limit: SHOWN }))
      ?.alerts;
  }

  protected shown(message: Message, hass: Hass) {
    if (!this.told) return this.loading();
    const { words, alerts } = message;
    const waiting = alerts ?? [];
    const news = new Set(waiting.map((alert) => alert.alert_id));
    const older = this.told.filter((alert) => !news.has(alert.alert_id) && alert.title);
    const format = new Format(hass.locale, hass.config.time_zone);
    return html`
      <ha-card>
        <h2>${words.labels["alerts"]}</h2>
        ${
          waiting.length || words.quiet
            ? html`<taara-alerts
                .hass=${hass}
                .entry=${this.entry}
                .words=${words}
                .alerts=${waiting}
                .quiet=${words.quiet}
              ></taara-alerts>`
            : nothing
        }
        ${
          waiting.length || older.length
            ? nothing
            : html`<div class="none">${words.labels["no_alerts"]}</div>`
        }
        ${
          older.length
            ? html`<ol>
                ${older.map((alert) => this.line(alert, words.labels, format))}
              </ol>`
            : nothing
        }
      </ha-card>
    `;
  }

  private line(alert: Alert, labels: Record<string, string>, format: Format) {
    const noted = alert.acknowledged;
    const at = (iso: string) => format.moment(iso, "");
    return html`<li>
      <b>${alert.title}</b>
      <p>${alert.message}</p>
      <small>
        ${at(alert.raised_at)}${
          noted
            ? html` · ${labels["acknowledged"]}
              ${at(noted.at)}${noted.by ? `, ${noted.by}` : ""}`
            : nothing
        }
      </small>
    </li>`;
  }
}
