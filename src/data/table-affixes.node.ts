// Columns whose numbers are written with something around them.
import { count } from "../base/index.ts";
import { affixOf, affixText, type FoundAffix } from "./number-affixes.ts";
import { affixed, type NumberForm } from "./number-forms.ts";
import { countCells, groupsOf, isThere, type Looked, mostlyNumbers, typeFlag } from "./table-counts.node.ts";
import { rowsOf } from "./table.node.ts";

/** What was found of a column: a form that all its numbers have, or nearly all its cells, or what to say of it. */
interface Found {
  readonly form?: NumberForm;
  readonly nearly?: NumberForm;
  readonly note?: string;
}

/** What stands around the number of the first cell with a digit of each column. */
async function affixesOf(
  { table, relation }: Looked,
  indices: readonly number[],
): Promise<Map<number, FoundAffix>> {
  const affixes = new Map<number, FoundAffix>();
  for (const group of groupsOf(relation, indices)) {
    const first = group.map(
      (i) => `first(c${i}) FILTER (WHERE ${isThere(table.source, i)} AND regexp_matches(c${i}, '\\d'))`,
    );
    const [row = []] = await rowsOf(table, `SELECT ${first.join(", ")} FROM ${relation}`);
    group.forEach((index, at) => {
      const affix = affixOf((row[at] as string | null) ?? "");
      if (affix) affixes.set(index, affix);
    });
  }
  return affixes;
}

/** From this share of the cells on numbers with an affix are told where the others have none of it. */
const leastTold = 0.5;
/** A target of so few different texts is one of classes. */
const fewTexts = 10;

async function areFew({ table, relation }: Looked, index: number): Promise<boolean> {
  const [[texts] = []] = await rowsOf(table, `SELECT count(DISTINCT c${index}) FROM ${relation}`);
  return Number(texts) <= fewTexts;
}

async function judge(looked: Looked, index: number, affix: FoundAffix): Promise<Found | undefined> {
  const { table, relation, known } = looked;
  const { source } = table;
  const forms = source.forms.map((form) => affixed(form, affix));
  const [cells = { there: 0, fitting: [] }] = await countCells(table, [index], forms, relation);
  const most = Math.max(0, ...cells.fitting);
  if (most < leastTold * cells.there || (known.target === index && (await areFew(looked, index))))
    return undefined;
  const name = source.columns[index] as string;
  const form = forms[cells.fitting.indexOf(most)] as NumberForm;
  const isMeant = affix.isSure || known.types?.get(index) === "number";
  if (isMeant && most === cells.there) return { form };
  if (isMeant && most >= mostlyNumbers * cells.there) return { nearly: form };
  const looks = `"${name}" looks like numbers with ${affixText(affix)} them`;
  if (most < cells.there)
    return {
      note: `${looks} in ${count(most)} of ${count(cells.there)} cells, and is read as texts because of the others; write all alike, or name by --missing what stands for no value`,
    };
  return { note: `${looks}, and is read as texts; if they are numbers, say ${typeFlag(name, "number")}` };
}

/** Columns of texts that are numbers with something around each, or seem to be, by their positions. */
export async function judgeAffixed(looked: Looked, indices: readonly number[]): Promise<Map<number, Found>> {
  const judged = new Map<number, Found>();
  const open = indices.filter((i) => !looked.known.noAffixes?.has(i));
  for (const [index, affix] of await affixesOf(looked, open)) {
    const found = await judge(looked, index, affix);
    if (found) judged.set(index, found);
  }
  return judged;
}
