import assert from "node:assert/strict";
import { test } from "node:test";
import { formatOf } from "../src/format.ts";

const ENGLISH = { language: "en-GB", number_format: "language", time_format: "24" };
const format = (locale = {}, unit = "GB", ...templates: string[]) =>
  formatOf({ ...ENGLISH, ...locale }, "Africa/Nairobi", unit, ...templates);

test("amounts are as exact as people can use them, as the words are", () => {
  const told: [number, string][] = [
    [0, "0 GB"],
    [1, "1 MB"],
    [450_000, "0.5 MB"],
    [847_300_000, "847 MB"],
    [999_700_000, "1 GB"],
    [1e9, "1 GB"],
    [2_680_000_000, "2.7 GB"],
    [9_960_000_000, "10 GB"],
    [23_551_000_000, "24 GB"],
    [999_400_000_000, "999 GB"],
    [999_600_000_000, "1 TB"],
    [1_048_000_000_000, "1.05 TB"],
    [1_234_560_000_000_000, "1,234.56 TB"],
  ];
  for (const [size, said] of told) assert.equal(format().amount(size), said);
});

test("a plan in binary units is told in these", () => {
  const binary = format({}, "TiB");
  assert.equal(binary.amount(2 ** 40), "1 TiB");
  assert.equal(binary.amount(600 * 2 ** 30), "600 GiB");
  assert.equal(binary.amount(2 ** 30 - 1), "1 GiB");
});

test("numbers are written as the user's locale or own choice says", () => {
  const size = 1_234_560_000_000_000;
  assert.equal(format({ language: "de" }).amount(size), "1.234,56 TB");
  assert.equal(format({ number_format: "decimal_comma" }).amount(size), "1.234,56 TB");
  assert.match(
    format({ number_format: "quote_decimal" }).amount(size),
    /^1.234\.56 TB$/,
  );
  assert.equal(format({ number_format: "none" }).amount(size), "1234.56 TB");
});

test("the order of number and unit is the words'", () => {
  assert.equal(format({}, "GB", "{unit} {number}").amount(27e9), "GB 27");
});

test("all is not all until it is", () => {
  assert.equal(format().percent(99.96), "99%");
  assert.equal(format().percent(128.4), "128%");
});

test("a chance is never none, and never certain", () => {
  assert.deepEqual(
    [0, 0.2, 50.4, 99.9, 100].map((share) => format().chance(share)),
    ["1%", "1%", "50%", "99%", "99%"],
  );
});

test("days are the home's own, whatever the browser's time zone", () => {
  assert.match(format().day("2026-11-17"), /^Tue,? 17 Nov$/);
  assert.equal(format().tick("2026-11-17"), "17 Nov");
  assert.equal(format().weekday(0), "Mon");
  assert.equal(format().weekday(6), "Sun");
});

test("a moment of today is a time by the home's clock, any other has its day", () => {
  const late = "2026-10-18T21:30:00+00:00"; // half past midnight in Nairobi
  assert.match(format().moment(late, true), /^0?0:30$/);
  assert.match(format().moment(late), /^19 Oct,? 0?0:30$/);
  assert.match(format({ time_format: "12" }).moment(late, true), /12:30 am/i);
});

test("a quarter past midnight is no hour of the day before", () => {
  const midnight = "2026-10-13T21:15:00Z";
  const told = (time_format: string) =>
    format({ language: "en", time_format }).moment(midnight, true);
  assert.equal(told("24"), "00:15");
  assert.match(told("12"), /^12:15\sAM$/);
});
