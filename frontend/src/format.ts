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
const CLOCKS: Record<string, "h12" | "h23" | undefined> = { 12: "h12", 24: "h23" };
const MONDAY = 5; // of January 1970

export type Format = ReturnType<typeof formatOf>;

/** Return what writes figures and dates; amounts in a plan's unit, as Taara words them. */
export function formatOf(
  { language, number_format, time_format }: Locale,
  zone: string,
  unit = "GB",
  amounts = "{number} {unit}",
  percents = "{number}%",
) {
  const hourCycle = CLOCKS[time_format];
  const numbers =
    NUMBERS[number_format] ?? (number_format === "system" ? undefined : language);
  const number = (value: number, maximumFractionDigits: number) =>
    new Intl.NumberFormat(numbers, {
      maximumFractionDigits,
      useGrouping: number_format !== "none",
    }).format(value);
  const date = (at: number, options: Intl.DateTimeFormatOptions, timeZone = "UTC") =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format(at);
  const clock: Intl.DateTimeFormatOptions = {
    hour: "numeric",
    minute: "2-digit",
    hourCycle,
  };
  const tick: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };

  /** A share in percent; all is not all until it is. */
  const percent = (share: number) =>
    percents.replace("{number}", number(Math.floor(share), 0));

  return {
    percent,

    /** An amount of bytes, as exact as people can use it. */
    amount(size: number): string {
      const units = unit.includes("i") ? BINARY : DECIMAL;
      const last = units.length - 1;
      // Nothing at all is said in the unit that people know best.
      let at = size ? 0 : 1;
      let [value, digits] = rounded(size / units[at]![1], false);
      // What is rounded up to a whole of the next unit is said in that.
      while (at < last && value * units[at]![1] >= units[at + 1]![1]) {
        at += 1;
        [value, digits] = rounded(size / units[at]![1], at === last);
      }
      const told = number(value || (size > 0 ? 1 : 0), digits);
      return amounts.replace("{number}", told).replace("{unit}", units[at]![0]);
    },

    /** A chance in percent: never none, and never certain. */
    chance: (share: number) => percent(Math.min(99, Math.max(1, Math.round(share)))),

    /** A local day, such as "Tue 17 Nov". */
    day: (day: string) => date(Date.parse(day), { weekday: "short", ...tick }),

    /** A local day under an axis, such as "17 Nov". */
    tick: (day: string) => date(Date.parse(day), tick),

    /** A weekday (Monday is 0), such as "Mon". */
    weekday: (weekday: number) =>
      date(Date.UTC(1970, 0, MONDAY + weekday), { weekday: "short" }),

    /** An hour of the clock. */
    hour: (hour: number) => date(hour * 3_600_000, clock),

    /** A moment by the home's clock: the time if it is of today, else the day, too. */
    moment: (iso: string, today?: boolean) =>
      date(Date.parse(iso), today ? clock : { ...tick, ...clock }, zone),
  };
}

/** Return a number with as many digits as count, and how many are behind the point. */
function rounded(number: number, exact: boolean): [number, number] {
  const digits = exact ? 2 : number < 9.95 ? 1 : 0;
  return [Math.round(number * 10 ** digits) / 10 ** digits, digits];
}
