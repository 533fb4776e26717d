/** Figures and dates as the user's own locale writes them. */

import type { Locale } from "./hass.ts";

const DECIMAL: [string, number][] = [
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
];
const BINARY: [string, number][] = [
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
  ["TiB", 2 ** 40],
];
// Home Assistant's names of ways to write a number, by a language that writes so.
const NUMBERS: Record<string, string | undefined> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  quote_decimal: "de-CH",
  space_comma: "fr",
};

/** Return how figures are written; the same one as before while nothing is changed. */
export function formatOf(...how: ConstructorParameters<typeof Format>): Format {
  return (made[JSON.stringify(how)] ??= new Format(...how));
}
const made: Record<string, Format> = {};

export class Format {
  readonly #locale: Locale;
  readonly #zone: string;
  readonly #unit: string;
  readonly #amounts: string;
  readonly #percents: string;
  readonly #numbers: string | undefined;
  readonly #grouped: boolean;

  constructor(
    locale: Locale,
    zone: string,
    unit = "GB",
    amounts = "{number} {unit}",
    percents = "{number}%",
  ) {
    this.#locale = locale;
    this.#zone = zone;
    this.#unit = unit;
    this.#amounts = amounts;
    this.#percents = percents;
    const format = locale.number_format;
    this.#numbers =
      NUMBERS[format] ?? (format === "system" ? undefined : locale.language);
    this.#grouped = format !== "none";
  }

  number(value: number, digits: number): string {
    return new Intl.NumberFormat(this.#numbers, {
      maximumFractionDigits: digits,
      useGrouping: this.#grouped,
    }).format(value);
  }

  /** An amount of bytes, as exact as people can use it. */
  amount(size: number): string {
    const units = this.#unit.includes("i") ? BINARY : DECIMAL;
    const last = units.length - 1;
    let at = 0;
    let [number, digits] = rounded(size / units[0]![1], false);
    // What is rounded up to a whole of the next unit is said in that.
    while (at < last && number * units[at]![1] >= units[at + 1]![1]) {
      at += 1;
      [number, digits] = rounded(size / units[at]![1], at === last);
    }
    const told = this.number(number || (size > 0 ? 1 : 0), digits);
    return this.#amounts.replace("{number}", told).replace("{unit}", units[at]![0]);
  }

  /** A share in percent; all is not all until it is. */
  percent(share: number): string {
    return this.#percents.replace("{number}", this.number(Math.floor(share), 0));
  }

  /** A chance in percent: never none, and never certain. */
  chance(share: number): string {
    return this.percent(Math.min(99, Math.max(1, Math.round(share))));
  }

  /** A local day, such as "Tue 17 Nov". */
  day(date: string): string {
    return this.#dates(date, { weekday: "short", day: "numeric", month: "short" });
  }

  /** A local day under an axis, such as "17 Nov". */
  tick(date: string): string {
    return this.#dates(date, { day: "numeric", month: "short" });
  }

  /** A weekday (Monday is 0), such as "Mon". */
  weekday(weekday: number): string {
    const monday = 5; // of January 1970
    return this.#dates(`1970-01-${String(monday + weekday).padStart(2, "0")}`, {
      weekday: "short",
    });
  }

  /** An hour of the clock. */
  hour(hour: number): string {
    return new Intl.DateTimeFormat(this.#locale.language, {
      hour: "numeric",
      minute: "2-digit",
      ...this.#clock(),
      timeZone: "UTC",
    }).format(hour * 3_600_000);
  }

  /** A moment by the home's clock: the time if it is `today`, else the day, too. */
  moment(iso: string, today: string): string {
    const at = new Date(iso);
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: this.#zone }).format(at);
    return new Intl.DateTimeFormat(this.#locale.language, {
      ...(day === today ? {} : { day: "numeric", month: "short" }),
      hour: "numeric",
      minute: "2-digit",
      ...this.#clock(),
      timeZone: this.#zone,
    }).format(at);
  }

  #clock(): { hourCycle?: "h12" | "h23" } {
    const format = this.#locale.time_format;
    if (format === "12") return { hourCycle: "h12" };
    return format === "24" ? { hourCycle: "h23" } : {};
  }

  #dates(date: string, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#locale.language, {
      ...options,
      timeZone: "UTC",
    }).format(new Date(`${date}T00:00:00Z`));
  }
}

/** Return a number with as many digits as count, and how many are behind the point. */
function rounded(number: number, exact: boolean): [number, number] {
  const digits = exact ? 2 : number < 9.95 ? 1 : 0;
  return [Math.round(number * 10 ** digits) / 10 ** digits, digits];
}
