import { counted, UserError } from "../base/index.ts";
import type { SourceDataset } from "./dataset.ts";
import type { Order } from "./order.ts";

/**
 * The place of a cut through rows in the order of their times: rows of the same time stay on one side, so that it is the
 * place nearest to `at` where the time changes.
 */
export function placeBetweenTimes(line: Int32Array, times: Float64Array | undefined, at: number): number {
  if (!times) return at;
  const isBetween = (place: number): boolean =>
    place <= 0 || place >= line.length || times[line[place - 1] as number] !== times[line[place] as number];
  let distance = 0;
  while (!isBetween(at - distance) && !isBetween(at + distance)) distance++;
  return isBetween(at - distance) ? at - distance : at + distance;
}

/** @throws UserError when rows have two orders, or some of them no time. */
export function checkOrder(dataset: SourceDataset, { order }: Pick<Order, "order">): void {
  const { name, groups, times } = dataset;
  const where = `The split of ${name}`;
  if (groups && times)
    throw new UserError({
      where,
      got: "groups and times",
      expected: "one of them: a group may last from the first row to the last",
      hint: "Leave out the column of groups, or that of times",
    });
  if (groups && order === "file")
    throw new UserError({
      where: "split.order",
      got: '"file", beside groups, which are dealt at random',
      expected: '"shuffled"',
      hint: "Leave split.order out, or the column of groups",
    });
  const gap = times?.findIndex((time) => Number.isNaN(time)) ?? -1;
  if (times && gap >= 0)
    throw new UserError({
      where,
      got: `${counted(times.filter((time) => Number.isNaN(time)).length, "row")} without a time, the first of them row ${gap + 1}`,
      expected: "a time in every row: there is no other place for it",
      hint: "Fill the times in, or delete these rows",
    });
}
