// Times as files write them.
import { UserError } from "../base/index.ts";
import type { LevelColumn, NumberColumn } from "./dataset.ts";

const dateForms = {
  yearFirst: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T\s])/,
  yearLast: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?=$|[T\s])/,
  clockOnly: /^(?=\d{1,2}[:.]\d{2})/,
} as const;
const clock = /^[T\s]*(?:(\d{1,2})[:.](\d{2})(?:[:.](\d{2}(?:\.\d+)?))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * When each row happened, as numbers that only their order counts of: numbers as they are; dates such as 2004-03-10,
 * 10.03.2004 or 3/10/2004, with or without a time of day; times of day alone. NaN is a gap.
 * @param file for error messages.
 * @throws UserError for a text that is no time, and for dates of which nothing shows whether the day or the month comes
 * first.
 */
export function timesOf(column: NumberColumn | LevelColumn, file: string): Float64Array {
  if (column.kind === "numbers") return Float64Array.from(column.values);
  const where = `${file}, column "${column.name}"`;
  const read = column.levels.map((level) => parsed(level));
  const bad = read.indexOf(undefined);
  if (bad >= 0)
    throw new UserError({
      where,
      got: JSON.stringify(column.levels[bad]),
      expected: "a time: a number, or a date such as 2004-03-10 or 2004-03-10 18:00",
      hint: "Write it so, or name another column for time",
    });
  const times = read as readonly Parsed[];
  const isDayFirst = dayFirst(times, where);
  const levels = times.map((time) => millisecondsOf(time, isDayFirst));
  return Float64Array.from(column.codes, (code) => levels[code] ?? Number.NaN);
}

interface Parsed {
  /** Whether the first two of `date` are year and month; nothing where the year stands last. */
  readonly isYearFirst: boolean;
  readonly date: readonly [number, number, number];
  /** Milliseconds since midnight, and those that the zone is ahead. */
  readonly clock: number;
}

function parsed(text: string): Parsed | undefined {
  for (const [form, pattern] of Object.entries(dateForms)) {
    const [whole, ...numbers] = pattern.exec(text.trim()) ?? [];
    if (whole === undefined) continue;
    const time = clock.exec(text.trim().slice(whole.length));
    const [a = 1970, b = 1, c = 1] = numbers.map(Number);
    return time ? { isYearFirst: form !== "yearLast", date: [a, b, c], clock: clockOf(time) } : undefined;
  }
  return undefined;
}

function clockOf([, hours = "0", minutes = "0", seconds = "0", zone = "Z"]: RegExpExecArray): number {
  const all = 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
  return 1000 * all - aheadOf(zone);
}

function aheadOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * 60_000 * (60 * Number(hours) + Number(minutes));
}

/** Whether the day stands before the month, where the year stands last. */
function dayFirst(times: readonly Parsed[], where: string): boolean {
  const open = times.filter(({ isYearFirst }) => !isYearFirst);
  const isDay = open.some(({ date: [first] }) => first > 12);
  const isMonth = open.some(({ date: [, second] }) => second > 12);
  if (open.length === 0 || isDay !== isMonth) return isDay;
  throw new UserError({
    where,
    got: isDay ? "dates with days before months and others after them" : "dates with no day above 12",
    expected: "dates that show which number is the day",
    hint: "Write them as year-month-day, such as 2004-03-10",
  });
}

function millisecondsOf({ isYearFirst, date: [a, b, c], clock: time }: Parsed, isDayFirst: boolean): number {
  const [year, month, day] = isYearFirst ? [a, b, c] : isDayFirst ? [c, b, a] : [c, a, b];
  return Date.UTC(year, month - 1, day) + time;
}
