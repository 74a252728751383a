// What is known of the data of a run, beside what the run makes of it.
import { count } from "../base/index.ts";
import {
  type ColumnsFacts,
  columnsFacts,
  type Dataset,
  findLeaks,
  type Leaks,
  type Part,
  parts,
  type SuspectedMark,
  suspectedMarks,
  type TargetFacts,
  targetFacts,
} from "../data/index.ts";
import type { Plan } from "./plan.ts";
import { type TwinNames, twinNames } from "./twins.ts";

/** The data of a run: `result.json` has it as `data`. */
export interface DataFacts {
  readonly name: string;
  readonly rows: number;
  /** How it was read, each a phrase: how a file is written, what was left out or guessed. */
  readonly reading: readonly string[];
  /** What a model sees of a row: numbers of this shape, or so many words. */
  readonly inputs: { readonly kind: Dataset["inputs"]["kind"]; readonly shape: readonly number[] };
  /** Of texts: how many different words the model knows. */
  readonly vocabulary?: number;
  /** Of tables. */
  readonly columns?: ColumnsFacts;
  /** Columns that are not learned from and why, for people. */
  readonly apart?: Readonly<Record<string, string>>;
  /** What is predicted, for people: the column, and why it is classes or numbers. */
  readonly target?: { readonly name: string; readonly why: string };
  readonly spread: TargetFacts;
  /** Values that may stand for missing ones, of tables. */
  readonly suspects: readonly SuspectedMark[];
  /** Columns that say the same, of tables. */
  readonly twins?: TwinNames;
  /** Columns with one value on all training rows, beside those that are left out for it. */
  readonly constant?: readonly string[];
  readonly split: {
    readonly rows: Readonly<Record<Part, number>>;
    /** How rows were divided, each a phrase. */
    readonly how: readonly string[];
  };
  readonly leaks: Leaks;
}

const named = (name: string | undefined): string => (name === undefined ? "" : ` of "${name}"`);

/** The parts that the source fixes. */
function givenText({ given }: Dataset): string[] {
  const fixed = parts.filter((part) => given?.[part]);
  return fixed.length === 0
    ? []
    : [
        `${fixed.join(" and ")} part${fixed.length === 1 ? "" : "s"} as the source gives ${fixed.length === 1 ? "it" : "them"}`,
      ];
}

/** How free rows are put in line. */
function orderText({ dataset, recipe }: Plan): string {
  const { groups, times, table, targets } = dataset;
  if (times)
    return `in the order of the times${named(table?.roles.time)}: training gets the earliest rows, test the latest`;
  const seed = recipe.split.seed ?? recipe.seed;
  const evenly = recipe.split.stratify && targets.kind === "classes" ? ", classes in proportion" : "";
  if (groups) {
    const different = new Set(groups).size;
    return `groups${named(table?.roles.group)} (${count(different)}) dealt whole at random${evenly}, seed ${seed}`;
  }
  return recipe.split.order === "file" ? "in the order of the file" : `at random${evenly}, seed ${seed}`;
}

/** How the rows of a run were divided, each a phrase. */
function splitTexts(plan: Plan): readonly string[] {
  const { folds } = plan.recipe.split;
  const given = givenText(plan.dataset);
  const order = orderText(plan);
  return [
    ...given,
    given.length > 0 ? `the other rows ${order}` : order,
    ...(folds ? [`fold ${folds.number} of ${folds.count} held out as the ${folds.part} part`] : []),
  ];
}

const roleTexts = {
  group: "says which rows belong together",
  time: "says when rows happened",
  weights: "says how much rows count",
} as const;

/** Columns beside those that may be learned from. */
function apartOf({ table, inputs }: Dataset): Readonly<Record<string, string>> | undefined {
  if (!table) return undefined;
  const learned =
    inputs.kind === "table" ? (inputs.encoded?.from.columns.map(({ name }) => name) ?? inputs.columns) : [];
  const roles = Object.entries(table.roles as Readonly<Record<string, string>>).map(
    ([role, name]) => [name, roleTexts[role as keyof typeof roleTexts]] as const,
  );
  const ignored = table.ignored.map((name) => [name, "left out as asked"] as const);
  const unread = (table.unread ?? []).map((name) => [name, "not read: the model takes texts alone"] as const);
  const apart = Object.fromEntries(
    [...unread, ...ignored, ...roles].filter(([name]) => !learned?.includes(name)),
  );
  return Object.keys(apart).length > 0 ? apart : undefined;
}

/** Columns from which nothing is to be learned, or nothing that others do not say. */
function addingNothing({ dataset, inputScaling }: Plan): Pick<DataFacts, "twins" | "constant"> {
  const twins = twinNames(dataset);
  const constant = inputScaling.constantColumns;
  return { ...(twins.length > 0 && { twins }), ...(constant.length > 0 && { constant }) };
}

/** Looks at the data of a run. */
export function dataFacts(plan: Plan): DataFacts {
  const { dataset, rows, recipe } = plan;
  const { inputs, table, notes = [], reading, target } = dataset;
  const columns = columnsFacts(dataset);
  const apart = apartOf(dataset);
  return {
    name: dataset.name,
    rows: dataset.rows,
    reading: [...(table?.form ?? []), ...(reading === undefined ? [] : [reading]), ...notes],
    inputs: { kind: inputs.kind, shape: inputs.shape },
    ...(inputs.kind === "tokens" && { vocabulary: inputs.vocabulary.length }),
    ...(columns && { columns }),
    ...(apart && { apart }),
    ...(target && { target }),
    spread: targetFacts(dataset, rows),
    suspects: table || inputs.kind === "table" ? suspectedMarks(dataset) : [],
    ...addingNothing(plan),
    split: {
      rows: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
      how: splitTexts(plan),
    },
    leaks: findLeaks(dataset, rows, recipe.seed),
  };
}
