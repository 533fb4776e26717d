/** What `taara/overview/subscribe` tells: the fields that the card draws. */

export type Point = [at: number, size: number];
export type FanStep = [
  at: number,
  low95: number,
  low80: number,
  median: number,
  high80: number,
  high95: number,
];

export interface Overview {
  as_of: string;
  unit: string;
  unlimited: boolean;
  used: number | null;
  remaining: number | null;
  allowance: number | null;
  percentage: number | null;
  today: string;
  used_today: number | null;
  budget_left: number | null;
  daily_budget: number | null;
  average_daily: number | null;
  overage_chance: number | null;
  plan_name: string | null;
}

export interface PictureDay {
  date: string;
  start: number;
  usage: number | null;
  budget: number | null;
  total: number | null;
  likely: [low: number, median: number, high: number] | null;
  open: boolean;
  estimated: boolean;
}

export interface Picture {
  start: number;
  end: number;
  used: Point[];
  pace: Point[];
  expected: number | null;
  ahead: number | null;
  last: Point[];
  fan: FanStep[];
  days: PictureDay[];
  /** Which of them it is. */
  today: number;
  top: number;
  /** Where lines across it help, and what the days have room for. */
  marks: number[];
  tallest: number;
}

export type Level = "good" | "watch" | "risk" | "over" | "calm";

export interface Words {
  language: string;
  level: Level;
  icon: string;
  verdict?: string;
  headline: string;
  left?: string;
  detail: string;
  stale?: string | null;
  quiet?: string | null;
  picture?: string;
  safe?: string | null;
  next_plan?: string | null;
  people?: string | null;
  of?: string | null;
  amount?: string;
  percent?: string;
  labels: Record<string, string>;
}

export interface Alert {
  alert_id: string;
  kind: string;
  icon?: string;
  /** Which of the theme's colours it has. */
  tone?: string;
  title: string | null;
  message: string | null;
  raised_at: string;
  /** What became of it, in words; in the history only. */
  became?: string[];
  /** What the card says of it besides, in one line. */
  note?: string;
  acknowledged?: { at: string; via: string; by: string | null } | null;
}

export interface Message {
  overview: Overview | null;
  per_person?: number | null;
  /** Whether the figures are of today. */
  fresh?: boolean;
  picture?: Picture;
  what_if?: { most: number; step: number } | null;
  words: Words;
  alerts?: Alert[];
  /** How many alerts nobody took note of, those of before this news included. */
  waiting?: number;
  /** Another one whenever anything became of an alert. */
  alerts_revision?: number;
}

/** A part of a message as a property: what is told again is no change. */
export const own = {
  attribute: false,
  hasChanged: (now: unknown, before: unknown) =>
    JSON.stringify(now) !== JSON.stringify(before),
};
