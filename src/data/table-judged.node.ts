// What columns hold that a file leaves open: numbers as people write them, codes of digits, or texts.
import { codesAmong } from "./table-codes.node.ts";
import { judgeAffixed } from "./table-affixes.node.ts";
import { type CellCounts, countedIn, type Looked, mostlyNumbers } from "./table-counts.node.ts";
import type { NumberForm } from "./number-forms.ts";

/** What a column of texts holds: numbers in a form that all of them have, or texts. */
export interface Judged {
  readonly form?: NumberForm | undefined;
  readonly isNearlyNumbers: boolean;
  /** The form of nearly all of its cells, where it is none of the file's usual ones. */
  readonly nearly?: NumberForm | undefined;
  /** Whether its cells are to stay texts though they may look like numbers. */
  readonly isText?: boolean;
  /** What people should know of it, a clause. */
  readonly note?: string;
}

function judge(forms: readonly NumberForm[], { there, fitting }: CellCounts): Judged {
  const at = fitting.indexOf(there);
  return { form: forms[at], isNearlyNumbers: at < 0 && Math.max(...fitting) >= mostlyNumbers * there };
}

/** The usual form first: the others are for the few columns that do not fit it. */
async function judgeNumbers(looked: Looked, indices: readonly number[]): Promise<Map<number, Judged>> {
  const judged = new Map<number, Judged>();
  const { forms } = looked.table.source;
  for (const some of [forms.slice(0, 1), forms.slice(1)]) {
    const open = indices.filter((i) => judged.get(i)?.form === undefined);
    for (const [index, cells] of await countedIn(looked, open, some)) {
      const found = judge(some, cells);
      const isNearlyNumbers =
        !found.form && (found.isNearlyNumbers || (judged.get(index)?.isNearlyNumbers ?? false));
      judged.set(index, { form: found.form, isNearlyNumbers });
    }
  }
  return judged;
}

/** What each of some columns holds. */
export async function judgeColumns(
  looked: Looked,
  indices: readonly number[],
): Promise<ReadonlyMap<number, Judged>> {
  const { types, isGiven } = looked.known;
  const texts = indices.filter((i) => types?.get(i) === "category");
  const judged = await judgeNumbers(
    looked,
    indices.filter((i) => !texts.includes(i)),
  );
  for (const index of texts) judged.set(index, { isNearlyNumbers: false, isText: true });
  if (isGiven) return judged;
  const isNumbers = (i: number): boolean => judged.get(i)?.form !== undefined;
  const codes = await codesAmong(
    looked,
    indices.filter((i) => isNumbers(i) || judged.get(i)?.isNearlyNumbers),
  );
  for (const [index, note] of codes) judged.set(index, { isNearlyNumbers: false, isText: true, note });
  const open = indices.filter((i) => {
    const found = judged.get(i);
    return !found?.form && !found?.isText && !found?.isNearlyNumbers;
  });
  for (const [index, found] of await judgeAffixed(looked, open))
    judged.set(index, { isNearlyNumbers: found.nearly !== undefined, ...found });
  for (const index of open)
    if (types?.get(index) === "number" && !judged.get(index)?.form)
      judged.set(index, { isNearlyNumbers: true });
  return judged;
}
