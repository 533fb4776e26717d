import { html, nothing, type PropertyDeclarations } from "lit";
import { buttonStyles } from "./alert-styles.ts";
import { formatOf, type Format } from "./format.ts";
import type { Hass } from "./hass.ts";
import { HouseholdCard, baseStyles } from "./household.ts";
import type { Alert, Message } from "./message.ts";

const PAGE = 30;

interface History {
  alerts: Alert[];
  vain: string | null;
  more: boolean;
}

/** What people were told, newest first, and what became of it. */
export class TaaraAlertHistory extends HouseholdCard {
  static override styles = [baseStyles, buttonStyles];
  static override properties: PropertyDeclarations = { history: { state: true } };

  declare history: History | undefined;
  #news = "";
  #limit = PAGE;
  protected override opened = true;

  override willUpdate(): void {
    const { overview, alerts_revision } = this.message ?? {};
    const news = `${this.config?.entry_id} ${alerts_revision}`;
    if (overview && news !== this.#news) {
      this.#news = news;
      void this.#look();
    }
  }

  async #look(): Promise<void> {
    this.history = await this.look<History>("alerts", { limit: this.#limit });
    // What was refused is asked again, with whatever comes next.
    if (!this.history) this.#news = "";
  }

  #more(): void {
    this.#limit += PAGE;
    void this.#look();
  }

  protected shown({ words, waiting }: Message, hass: Hass) {
    if (!this.history) return this.loading();
    const { alerts, more, vain } = this.history;
    const { labels } = words;
    const format = formatOf(hass.locale, hass.config.time_zone);
    const said = alerts
      .filter(({ title }) => title)
      .map((alert) => ({ ...alert, note: note(alert, labels, format) }));
    return html`
      <ha-card lang=${words.language}>
        <h2>${labels["alerts"]}</h2>
        ${vain ? html`<p>${vain}</p>` : nothing}
        <taara-alerts
          .ask=${this.ask}
          .words=${words}
          .alerts=${said}
          .waiting=${waiting}
        ></taara-alerts>
        ${said.length ? nothing : html`<p>${labels["no_alerts"]}</p>`}
        ${
          more
            ? html`<button type="button" @click=${this.#more}>
                ${labels["older"]}
              </button>`
            : nothing
        }
      </ha-card>
    `;
  }
}

/** Return when it was told, and all that became of it, in a line. */
function note(alert: Alert, labels: Record<string, string>, format: Format): string {
  const at = (iso: string) => format.moment(iso);
  const { acknowledged, became = [], raised_at } = alert;
  const noted = acknowledged
    ? [
        `${labels["acknowledged"]} ${at(acknowledged.at)}${
          acknowledged.by ? `, ${acknowledged.by}` : ""
        }`,
      ]
    : [];
  return [at(raised_at), ...became, ...noted].join(" · ");
}
