import { median } from "../src/base/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import { homeOf, type Regularizer } from "../src/seams/index.ts";
import { type Case, chosen, type Technique, techniqueCases } from "./cases.ts";
import { describeMachine } from "./machine.ts";
import { planOf } from "./plan.ts";
import { makeRows } from "./problem.ts";
import { table, techniquesOn, three, writeSection } from "./results.ts";
import { type Cost, costsOn, type Sides, settingText, startSides } from "./technique-costs.ts";

export type TechniquesOptions = {
  readonly cases?: readonly string[];
  /** Ids of techniques; all when absent. */
  readonly only?: readonly string[];
  readonly rounds: number;
  readonly threads: readonly number[];
};

/** Settings other than the usual ones that change what a technique computes. */
const variants: Readonly<Record<string, readonly Omit<Technique, "use">[]>> = {
  l1: [{ proximal: true }],
  l2: [{ convention: "decoupled" }],
};

const registry = Object.values(regularizers as unknown as Readonly<Record<string, Regularizer>>);

/** The techniques that act in the compiled step of a case, with the settings they have when nobody says otherwise. */
export function techniquesFor(which: Case): Technique[] {
  const { meets } = planOf({ ...which, ...makeRows(which), threads: 1 });
  return registry
    .filter(
      (regularizer) =>
        !["loop", "after"].includes(homeOf(regularizer)) && regularizer.needs.every((need) => meets[need]),
    )
    .flatMap(({ id }) => [
      { use: id },
      ...(variants[id] ?? []).map((settings) => ({ use: id, ...settings })),
    ]);
}

const nameOf = ({ use, ...settings }: Technique): string =>
  [use, ...Object.entries(settings).map(([key, value]) => `${key}=${String(value)}`)].join(" ");

type Row = { readonly technique: Technique; readonly ockham: Cost; readonly pytorch: Cost | undefined };

const percent = (share: number): string => (100 * share).toFixed(1);
const span = ({ quartiles }: Cost): string => quartiles.map(percent).join(" to ");

/** Below this share of the step a cost is as good as none, and its ratio to another says nothing. */
const nothing = 0.005;

/** How many times what it costs us it costs PyTorch, in milliseconds. */
function ratioOf({ ockham, pytorch }: Row): string {
  if (pytorch === undefined) return "-";
  const [ours, theirs] = [addedMs(ockham), addedMs(pytorch)];
  if (ockham.share < nothing) return pytorch.share < nothing ? "both free" : "ours is free";
  return theirs > 0 ? `${three(theirs / ours)}x` : "theirs is free";
}

/** What is added to the bare step. */
const addedMs = ({ share, ms }: Cost): number => (ms * share) / (1 + share);

const columns = [
  "technique",
  "Ockham %",
  "quartiles",
  "PyTorch %",
  "quartiles",
  "Ockham +ms",
  "PyTorch +ms",
  "PyTorch's cost is",
  "whole step: Ockham is",
];

const cells = (row: Row): string[] => {
  const { technique, ockham, pytorch } = row;
  return [
    nameOf(technique),
    percent(ockham.share),
    span(ockham),
    pytorch ? percent(pytorch.share) : "-",
    pytorch ? span(pytorch) : "-",
    three(addedMs(ockham)),
    pytorch ? three(addedMs(pytorch)) : "-",
    ratioOf(row),
    pytorch ? `${three(pytorch.ms / ockham.ms)}x as fast` : "-",
  ];
};

const isDear = ({ ockham }: Row): boolean => ockham.share > 0.1;
const isDearer = ({ ockham, pytorch }: Row): boolean =>
  pytorch !== undefined && ockham.share > nothing && addedMs(ockham) > addedMs(pytorch);

/** The techniques of which something is true, as a sentence. */
function listing(rows: readonly Row[], isSo: (row: Row) => boolean, what: string): string {
  const names = rows.filter(isSo).map(({ technique }) => nameOf(technique));
  return `${what}: ${names.length > 0 ? names.join(", ") : "none"}.`;
}

function bodyOf({ ockham, pytorch }: Sides, rows: readonly Row[], intro: string): string {
  const [ours, theirs] = [median(ockham.times), median(pytorch.times)];
  return [
    `${intro}\n- ${ockham.peer.ready.version}; ${pytorch.peer.ready.version}, ${pytorch.peer.ready.detail ?? ""}`,
    `- ${pytorch.contender.name}: ${settingText(pytorch.peer.setting)}`,
    `- bare step: Ockham ${three(ours)} ms, PyTorch ${three(theirs)} ms\n`,
    table(columns, rows.map(cells)),
    "",
    listing(rows, isDear, "More than 10 % of the step"),
    "",
    listing(rows, isDearer, "Dearer than in PyTorch"),
  ].join("\n");
}

/** After the same five batches; noise, masks and mixing make the two differ somewhat. */
const mostApart = 0.25;

function faultOf(which: Case, { technique, ockham, pytorch }: Row): string[] {
  const apart = pytorch ? Math.abs(ockham.loss / pytorch.loss - 1) : 0;
  if (Number.isFinite(ockham.loss) && apart <= mostApart) return [];
  return [
    `${which.name}: with ${nameOf(technique)} Ockham has loss ${ockham.loss}, PyTorch ${pytorch?.loss}.`,
  ];
}

async function benchCase(
  which: Case,
  threads: number,
  { only, rounds }: TechniquesOptions,
): Promise<string[]> {
  const intro = `${describeMachine()}\n- medians of ${rounds} interleaved rounds`;
  const sides = await startSides(which, threads);
  const rows: Row[] = [];
  const faults: string[] = [];
  try {
    for (const technique of techniquesFor(which)) {
      if (only !== undefined && !only.includes(technique.use)) continue;
      const { ockham, pytorch } = sides;
      const hasPeer = pytorch.peer.ready.techniques?.includes(technique.use) ?? false;
      const given = { sides: hasPeer ? [ockham, pytorch] : [ockham], rounds };
      try {
        const [ours, theirs] = await costsOn(which, technique, given);
        const row = { technique, ockham: ours as Cost, pytorch: theirs };
        console.error(cells(row).join(" | "));
        rows.push(row);
        faults.push(...faultOf(which, row));
      } catch (error) {
        faults.push(`${which.name}, ${nameOf(technique)}: ${String(error)}`);
      }
    }
    const name = `${techniquesOn}${which.name}, batch ${which.batch}, ${threads} thread${threads === 1 ? "" : "s"}`;
    const body = bodyOf(sides, rows, intro);
    console.log(`## ${name}\n\n${body}`);
    if (only === undefined) writeSection(name, body);
  } finally {
    for (const { peer } of [sides.ockham, sides.pytorch]) await peer.quit();
  }
  return faults;
}

/**
 * Measures what each technique adds to a step, in Ockham and in PyTorch, and prints one table per case and number of threads.
 * Where all techniques take part it is written to RESULTS.md, in place of an older one of the same name.
 * @returns what went wrong, or trained unlike PyTorch.
 */
export async function benchRegularizers(options: TechniquesOptions): Promise<string[]> {
  const faults: string[] = [];
  for (const threads of options.threads)
    for (const which of chosen(techniqueCases, options.cases))
      faults.push(...(await benchCase(which, threads, options)));
  return faults;
}
