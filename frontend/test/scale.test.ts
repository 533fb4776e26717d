import assert from "node:assert/strict";
import { test } from "node:test";
import type { FanStep, Picture, PictureDay, Point } from "../src/message.ts";
import { area, band, line, named, scale, slot } from "../src/scale.ts";

const same = (value: number) => value;
const DAY = 86_400;

function day(start: number): PictureDay {
  const nothing = { usage: null, budget: null, total: null, likely: null };
  return { date: "2026-10-01", start, ...nothing, open: false, estimated: false };
}

function picture(days: number, start = 0, end = days * DAY): Picture {
  return {
    start,
    end,
    used: [],
    pace: [],
    expected: null,
    ahead: null,
    last: [],
    fan: [],
    days: Array.from({ length: days }, (_, at) => day(at * DAY)),
    today: 0,
    top: 1,
    marks: [],
    tallest: 1,
  };
}

test("a scale puts both ends of its range where they belong, and goes on beyond", () => {
  const upwards = scale(0, 100, 168, 0);
  assert.deepEqual([0, 25, 100, 150].map(upwards), [168, 126, 0, -84]);
});

test("a range without a length is all at its beginning, and no division by nothing", () => {
  assert.equal(scale(5, 5, 10, 20)(7), 10);
});

test("a line goes through its points in order, and is no path at all without any", () => {
  const points: Point[] = [
    [0, 0],
    [1.26, 2],
    [3, 2],
  ];
  assert.equal(line(points, same, same), "M0,0L1.3,2L3,2");
  assert.equal(line([], same, same), "");
});

test("the area under a line begins and ends on its base", () => {
  const y = scale(0, 10, 100, 0);
  assert.equal(
    area(
      [
        [1, 5],
        [2, 10],
      ],
      same,
      y,
    ),
    "M1,100L1,50L2,0L2,100",
  );
  assert.equal(area([], same, y), "");
});

test("a fan goes out along its upper bound and back along its lower one", () => {
  const fan: FanStep[] = [
    [0, 1, 1, 1, 1, 1],
    [4, 2, 3, 4, 5, 6],
  ];
  assert.equal(band(fan, 1, 5, same, same), "M0,1L4,6L4,2L0,1");
  assert.equal(band(fan, 2, 4, same, same), "M0,1L4,5L4,3L0,1");
  assert.equal(band([], 1, 5, same, same), "");
});

test("names of days never collide, whatever the width, and the first day has one", () => {
  for (const count of [1, 2, 7, 28, 30, 31, 92, 400]) {
    for (const width of [120, 320, 358, 1200, 3800]) {
      const found = named(count, width, 58);
      assert.equal(found[0], 0, `${count} days on ${width}`);
      for (const [at, index] of found.slice(1).entries()) {
        assert.ok(((index - found[at]!) / count) * width >= 58 || found.length === 1);
      }
    }
  }
});

test("each day has its place, side by side, from edge to edge", () => {
  const drawn = picture(30);
  const x = scale(drawn.start, drawn.end, 0, 300);
  const places = drawn.days.map((_, at) => slot(drawn, at, x));
  assert.deepEqual(places[0], [0, 10]);
  assert.deepEqual(places[29], [290, 10]);
});

test("a day that began before the cycle is cut off at its edge, and so is the last", () => {
  const drawn = picture(3, DAY / 2, 2.25 * DAY);
  const x = scale(drawn.start, drawn.end, 0, 175);
  assert.deepEqual(
    drawn.days.map((_, at) => slot(drawn, at, x)),
    [
      [0, 50],
      [50, 100],
      [150, 25],
    ],
  );
});
