/** The arithmetic of drawing: values to places, and places to paths. */

import type { FanStep, Picture, Point } from "./message.ts";

export type Scale = (value: number) => number;

/** Return what puts a range of values on a range of places; all at its begin if empty. */
export function scale(from: number, to: number, begin: number, end: number): Scale {
  const span = to - from;
  return (value) =>
    span > 0 ? begin + ((value - from) / span) * (end - begin) : begin;
}

const place = (value: number) => Math.round(value * 10) / 10;

/** Return the path of a line through points; that of none is empty. */
export const line = (points: readonly Point[], x: Scale, y: Scale): string =>
  points
    .map(([at, size], index) => `${index ? "L" : "M"}${place(x(at))},${place(y(size))}`)
    .join("");

/** Return the path of the area between a line and its base. */
export function area(points: readonly Point[], x: Scale, y: Scale): string {
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? line([[first[0], 0], ...points, [last[0], 0]], x, y) : "";
}

/** Return the path of the fan between two of its bounds. */
export function band(
  fan: readonly FanStep[],
  low: number,
  high: number,
  x: Scale,
  y: Scale,
): string {
  const edge = (bound: number) => fan.map((step) => [step[0], step[bound]!] as Point);
  return line([...edge(high), ...edge(low).reverse()], x, y);
}

/** Return which of so many days are named under an axis, so that they do not collide. */
export function named(count: number, width: number, room: number): number[] {
  const least = Math.ceil((count * room) / width);
  // The same weekday each time, where not every few days fit.
  const step = least > 3 ? Math.ceil(least / 7) * 7 : least;
  const found = [];
  // The last one would be cut off.
  for (let at = 0; !at || at <= count - least / 2; at += step) found.push(at);
  return found;
}

/** Return the place of a day in a picture: where it begins, and how wide it is. */
export function slot(picture: Picture, at: number, x: Scale): [number, number] {
  const { days, start, end } = picture;
  const begin = x(Math.max(start, days[at]?.start ?? start));
  return [begin, Math.max(0, x(Math.min(end, days[at + 1]?.start ?? end)) - begin)];
}
