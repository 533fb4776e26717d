import { LitElement, html, nothing, svg, type PropertyValues } from "lit";
import { chartStyles } from "./chart-styles.ts";
import { formatOf, type Format } from "./format.ts";
import { own, type Picture, type PictureDay, type Words } from "./message.ts";
import { area, band, line, named, scale, slot, type Scale } from "./scale.ts";

const GAP = 14;
const BARS = 52; // height of the days
const AXIS = 22;
const TEXT = 10.5; // as large as that is meant for
const NARROW = 320;

/** The cycle as a picture: how usage rose and may go on, and its days below. */
export class TaaraChart extends LitElement {
  static override styles = chartStyles;
  static override properties = {
    allowance: own,
    picture: own,
    words: own,
    how: own,
    last: own,
    days: own,
    at: { state: true },
    width: { state: true },
  };

  declare allowance: number | null;
  declare picture: Picture;
  declare words: Words;
  /** How figures and dates are written. */
  declare how: Parameters<typeof formatOf>;
  declare last: boolean;
  declare days: boolean;
  declare at: number | undefined;
  declare width: number;
  readonly #size = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry!.contentRect.width) || this.width;
  });

  #format!: Format;
  #large = 1;

  constructor() {
    super();
    this.width = 0;
    this.last = this.days = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.width ||= this.clientWidth || NARROW;
    this.#large = parseFloat(getComputedStyle(this).fontSize) / TEXT;
    this.#format = formatOf(...this.how);
    const count = this.picture.days.length;
    if (changed.has("picture") && (this.at ?? 0) >= count) this.at = undefined;
  }

  override render() {
    const picture = this.picture;
    const { labels } = this.words;
    const at = this.at ?? picture.today;
    return html`
      <div class="above" aria-hidden="true">
        ${this.at === undefined ? this.#legend() : this.#readout(picture.days[this.at]!)}
      </div>
      <div class="scene" @pointermove=${this.#pointed} @mouseleave=${this.#left}>
        ${this.#drawing(picture)}
        <input
          type="range"
          min="0"
          max=${Math.max(0, picture.days.length - 1)}
          .value=${String(at)}
          aria-label=${`${labels["picture"]}, ${labels["day_by_day"]}`}
          aria-valuetext=${this.#told(picture.days[at])}
          @input=${this.#chosen}
          @focus=${this.#chosen}
          @blur=${this.#left}
        />
      </div>
    `;
  }

  /** How high the curve is. */
  get #rise(): number {
    return Math.min(420 * this.#large, Math.max(168, this.width * 0.3));
  }

  #chosen(event: Event): void {
    this.at = Number((event.target as HTMLInputElement).value);
  }

  #left(): void {
    this.at = undefined;
  }

  #pointed(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { days, start, end } = this.picture;
    const at = start + ((event.clientX - box.left) / box.width) * (end - start);
    this.at = Math.max(
      0,
      days.findLastIndex((day) => day.start <= at),
    );
  }

  /** What is known of a day, as a line of text. */
  #told(day: PictureDay | undefined): string {
    if (!day) return "";
    const facts = this.#facts(day).map(([label, value]) => `${label} ${value}`);
    return [this.#format.day(day.date), ...facts].join(", ");
  }

  #facts({ usage, budget, total, likely }: PictureDay): [string, string][] {
    const { labels } = this.words;
    const amount = (size: number) => this.#format.amount(size);
    const facts: [string, string][] = [];
    const fact = (label: string, size: number | null) => {
      if (size !== null) facts.push([labels[label]!, amount(size)]);
    };
    fact("used", usage);
    fact("budget", budget);
    fact("total", total);
    if (likely) {
      fact("projected", likely[1]);
      facts.push([labels["range"]!, `${amount(likely[0])} – ${amount(likely[2])}`]);
    }
    return facts.length ? facts : [["", labels["unknown"]!]];
  }

  #readout(day: PictureDay) {
    return html`<b>${this.#format.day(day.date)}</b>${this.#facts(day).map(
        ([label, value]) => html`<span>${label} <b>${value}</b></span>`,
      )}`;
  }

  #legend() {
    const { picture, words } = this;
    const entry = (kind: string, name: string, shown: boolean) =>
      shown ? html`<span><i class=${kind}></i>${words.labels[name]}</span>` : nothing;
    return [
      entry("used", "used", true),
      entry("pace", "pace", picture.pace.length > 0),
      entry("fan", "projected", picture.fan.length > 0),
      entry("last", "last_cycle", this.last && picture.last.length > 0),
    ];
  }

  #drawing(picture: Picture) {
    const { width, at } = this;
    const rise = this.#rise;
    const x = scale(picture.start, picture.end, 0, width);
    const y = scale(0, picture.top, rise, 0);
    const base = rise + (this.days ? (GAP + BARS) * this.#large : 0);
    const height = base + AXIS * this.#large;
    const now = picture.used.at(-1)!;
    const nowX = x(now[0]);
    const [chosenX, chosenWidth] = at === undefined ? [0, 0] : slot(picture, at, x);
    return svg`
      <svg
        role="img"
        viewBox="0 0 ${width} ${height}"
        height=${height}
        aria-label=${this.words.picture}
      >
        <defs>
          <linearGradient id="fill" x2="0" y2="1">
            <stop class="high" />
            <stop class="low" offset="1" />
          </linearGradient>
          <clipPath id="plot"><rect width=${width} height=${rise} /></clipPath>
          <clipPath id="over">
            <rect width=${width} height=${Math.max(0, y(this.allowance ?? picture.top))} />
          </clipPath>
        </defs>
        ${
          at === undefined
            ? nothing
            : svg`<rect class="chosen" x=${chosenX} width=${chosenWidth} height=${base} rx="4" />`
        }
        ${this.#grid(y)}
        <g clip-path="url(#plot)">
          ${this.last ? svg`<path class="last" d="${line(picture.last, x, y)}" />` : nothing}
          <path class="fan95" d=${band(picture.fan, 1, 5, x, y)} />
          <path class="fan80" d=${band(picture.fan, 2, 4, x, y)} />
          <path class="median" d="${line(
            picture.fan.map((step) => [step[0], step[3]]),
            x,
            y,
          )}" />
          <path class="pace" d="${line(picture.pace, x, y)}" />
          <path class="area" d=${area(picture.used, x, y)} />
          <path class="used" d="${line(picture.used, x, y)}" />
          <path class="used over" clip-path="url(#over)" d="${line(picture.used, x, y)}" />
        </g>
        <line class="now" x1=${nowX} x2=${nowX} y1=${y(now[1])} y2=${base} />
        ${this.days ? this.#bars(picture, x, base) : nothing}
        ${this.#axis(picture, x, base)}
        <circle class="now" cx=${nowX} cy=${y(now[1])} r="5" />
      </svg>
    `;
  }

  #grid(y: Scale) {
    const { allowance } = this;
    const level = (kind: string, at: number, text: string) => svg`
      <line class=${kind} x2="100%" y1=${y(at)} y2=${y(at)} />
      <text x="2" y=${y(at) - 5}>${text} ${at ? this.#format.amount(at) : nothing}</text>`;
    return [
      ...[0, ...this.picture.marks]
        .filter((at) => !allowance || Math.abs(y(at) - y(allowance)) > 18 * this.#large)
        .map((at) => level("grid", at, "")),
      allowance
        ? level("allowance", allowance, this.words.labels["allowance"]!)
        : nothing,
    ];
  }

  #bars(picture: Picture, x: Scale, bottom: number) {
    const most = BARS * this.#large;
    const y = scale(0, picture.tallest, 0, most);
    return picture.days.map((day, at) => {
      const [begin, room] = slot(picture, at, x);
      const gap = Math.min(3, room / 4);
      const [left, width] = [begin + gap / 2, Math.max(1, room - gap)];
      const radius = Math.min(3, width / 3);
      const bar = (kind: string, size: number) =>
        svg`<rect class=${kind} x=${left} width=${width} rx=${radius}
          y=${bottom - y(size)} height=${y(size)} />`;
      if (day.usage === null) return nothing;
      const over = day.budget !== null && day.usage > day.budget;
      const kind = `bar${over ? " over" : ""}${day.open ? " open" : ""}${
        day.estimated ? " guess" : ""
      }`;
      return svg`
        ${bar(kind, day.usage)}
        ${
          day.budget === null || y(day.budget) > most
            ? nothing
            : svg`<line class="budget" x1=${left} x2=${left + width}
                y1=${bottom - y(day.budget)} y2=${bottom - y(day.budget)} />`
        }`;
    });
  }

  #axis(picture: Picture, x: Scale, base: number) {
    return named(picture.days.length, this.width, 64 * this.#large).map((at) => {
      const [begin] = slot(picture, at, x);
      const anchor = at === 0 ? "start" : "middle";
      const shift = at === 0 ? 2 : slot(picture, at, x)[1] / 2;
      return svg`<text x=${begin + shift} y=${base + 16 * this.#large} text-anchor=${anchor}>
        ${this.#format.tick(picture.days[at]!.date)}</text>`;
    });
  }
}
