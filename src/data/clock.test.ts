import { describe, expect, test } from "vitest";
import { timesOf } from "./clock.ts";
import type { LevelColumn } from "./dataset.ts";

const column = (...levels: string[]): LevelColumn => ({
  kind: "levels",
  name: "when",
  levels,
  codes: Int32Array.from([...levels.keys(), -1]),
});

const read = (...levels: string[]) => [...timesOf(column(...levels), "table.csv")].slice(0, -1);

describe("timesOf", () => {
  test.each([
    ["2004-03-10", "2004-03-10T00:00:00Z"],
    ["2004/3/10 18:05", "2004-03-10T18:05:00Z"],
    ["2004-03-10T18:05:30.5Z", "2004-03-10T18:05:30.500Z"],
    ["2004-03-10T18:05:30+02:00", "2004-03-10T16:05:30Z"],
    ["18.00.00", "1970-01-01T18:00:00Z"],
  ])("reads %s", (text, time) => {
    expect(read(text)).toEqual([Date.parse(time)]);
  });

  test("finds out from the others which number is the day", () => {
    expect(read("03/04/2004", "25/04/2004")[0]).toBe(Date.parse("2004-04-03T00:00:00Z"));
    expect(read("03/04/2004", "04/25/2004")[0]).toBe(Date.parse("2004-03-04T00:00:00Z"));
  });

  test("a gap is no time", () => {
    expect(timesOf(column("2004-03-10"), "table.csv")[1]).toBeNaN();
  });

  test.each([
    ["no day above 12", ["03/04/2004", "05/06/2004"], /dates with no day above 12/],
    ["both orders", ["25/04/2004", "04/25/2004"], /days before months and others after/],
    ["words", ["soon"], /got "soon", expected a time/],
    ["half a date", ["2004-03"], /got "2004-03"/],
    ["more than a date", ["2004-03-10 at noon"], /got "2004-03-10 at noon"/],
  ])("refuses %s", (_, levels, message) => {
    expect(() => read(...levels)).toThrow(message);
  });
});
