// What tells lines of one colour apart.
import type { DataRole } from "./theme.ts";

/** The first line of a colour is solid. Lengths of dashes and gaps. */
const dashes = [undefined, [8, 4], [1.5, 4], [10, 4, 1.5, 4]] as const;

const placesOf = (series: readonly { readonly role: DataRole }[]): number[] =>
  series.map(({ role }, i) => series.slice(0, i).filter((before) => before.role === role).length);

/** For each line how it is dashed: those of one colour differ, as far as there are patterns. */
export const dashesOf = (series: readonly { readonly role: DataRole }[]): (readonly number[] | undefined)[] =>
  placesOf(series).map((place) => dashes[place % dashes.length]);

/** Whether some lines share a colour. */
export const sharesColours = (series: readonly { readonly role: DataRole }[]): boolean =>
  placesOf(series).some((place) => place > 0);
