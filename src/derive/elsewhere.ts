import type { Diagnosis, Evidence } from "../diagnose/index.ts";
import type { History } from "../history/index.ts";
import { type Need, type Program, programs, type Regularizer } from "../seams/index.ts";
import { type Candidate, ranked } from "./advice.ts";
import { adviseBoosting, isOfBoosting } from "./boosting-advice.ts";
import type { Advice } from "./foreign-advice.ts";
import { faces } from "./faces.ts";
import { diversified } from "./mechanisms.ts";
import { strengthOf } from "./parameters.ts";
import { remedyEffects } from "./remedy-effects.ts";
import type { Replay } from "./replay.ts";
import { changesFor, goesFirst, type RunChange } from "./run-changes.ts";
import { isStopping, stoppingOf } from "./stopping.ts";
import { type NamedSeries, watchedLoss, watchedScore } from "./watched.ts";
import { goesAway, lowerFirst } from "./words.ts";

/** What a log tells besides its diagnosis. */
export interface LogSituation {
  readonly task?: History["task"];
  /** What its series are called. */
  readonly log?: NamedSeries;
  /** What rules of stopping would have made of its curve; what none of them would have helped is left out. */
  readonly replays?: readonly Replay[];
}

/** What a log leaves open, in words. */
const conditions: Readonly<Partial<Record<Need, string>>> = {
  images: "for images",
  classification: "for classes",
  channels: "for images",
  residualBlocks: "for residual networks",
  numericInputs: "for images or other numbers",
};

/**
 * Remedies for a log of another program, the best first, in that program's words: those of Keras and PyTorch where it is not
 * known which program wrote it.
 */
export function adviseElsewhere(
  diagnosis: Diagnosis,
  program?: string,
  { task = "unknown", log, replays = [] }: LogSituation = {},
): Advice[] {
  if (program !== undefined && isOfBoosting(program)) {
    const boosting = adviseBoosting(diagnosis, program, replays);
    return [...boosting, ...runAdvice(diagnosis, ({ ofData }) => ofData === true, { program, log })];
  }
  const first = runAdvice(diagnosis, (change) => goesFirst(change, diagnosis.verdict), { program, log });
  const later = runAdvice(diagnosis, (change) => !goesFirst(change, diagnosis.verdict), { program, log });
  const known = programs.find((name) => name === program);
  const worded = known === undefined ? (["keras", "pytorch"] as const) : [known];
  const meets: readonly Need[] = [
    ...((known && faces[known].meets) ?? []),
    ...(task === "classification" ? (["classification"] as const) : []),
  ];
  const isPossible = (need: Need): boolean => task !== "regression" || need !== "classification";
  const isConfident = diagnosis.evidence.some(({ sign }) => sign === "over-confidence");
  const sorted = ranked(diagnosis, isPossible)
    // What stops by the loss is no remedy where the score holds: the change of the run says by what to stop.
    .filter(({ technique }) => !(isStopping(technique) && isConfident))
    .map((candidate) => ({ ...candidate, condition: conditionOf(candidate.technique, meets) }))
    // What works for any data goes before what only may, of equals what the program says in its own words, then what lowered
    // the loss of made data, then what most programs have built in.
    .toSorted(
      (a, b) =>
        Number(a.condition !== undefined) - Number(b.condition !== undefined) ||
        b.seen.length - a.seen.length ||
        Number(isWorded(b.technique, known)) - Number(isWorded(a.technique, known)) ||
        Number(lowersLoss(b.technique)) - Number(lowersLoss(a.technique)) ||
        breadth(b.technique) - breadth(a.technique),
    )
    .flatMap((candidate) => {
      const code = worded.flatMap((name) => codeOf(candidate.technique, name, { replays, log }));
      return code.length === 0 ? [] : [{ ...candidate, code }];
    });
  const [sure, conditional] = [true, false].map((isSure) =>
    sorted.filter(({ condition }) => (condition === undefined) === isSure),
  );
  const techniques = [...diversified(sure ?? []), ...diversified(conditional ?? [])].map((candidate) =>
    adviceOf(candidate, candidate.code, candidate.condition),
  );
  const isNew = ({ title }: Advice): boolean => first.every((one) => one.title !== title);
  return [...first, ...techniques, ...later.filter(isNew)];
}

/** Changes of the run itself, each once. */
function runAdvice(
  { evidence, verdict }: Diagnosis,
  isFit: (change: RunChange) => boolean,
  { program, log }: { readonly program: string | undefined; readonly log: NamedSeries | undefined },
): Advice[] {
  const all = evidence.flatMap((fact) =>
    changesFor(fact, verdict)
      .filter(isFit)
      .map(({ title, reason, watch, code }) => ({
        title,
        reason: `${fact.sentence} ${reason}`,
        watch,
        code: code?.(program, watchedScore(log, fact)) ?? [],
      })),
  );
  return all.filter(({ title }, i) => all.findIndex((other) => other.title === title) === i);
}

const isWorded = ({ elsewhere = {} }: Regularizer, program?: Program): boolean =>
  program !== undefined && elsewhere[program] !== undefined;

/** Whether it lowered the validation loss of made data by a twentieth, as a rule. */
const lowersLoss = ({ id }: Regularizer): boolean => (remedyEffects[id]?.change[1] ?? 0) <= -0.05;

const breadth = ({ elsewhere = {} }: Regularizer): number => Object.keys(elsewhere).length;

function codeOf(
  technique: Regularizer,
  program: Program,
  { replays, log }: { readonly replays: readonly Replay[]; readonly log: NamedSeries | undefined },
): Advice["code"] {
  const stopping = stoppingOf(technique, replays);
  if (stopping === "useless") return [];
  const strength = stopping === "unknown" ? Number(strengthOf(technique).default) : stopping.strength;
  for (const name of faces[program].speaks) {
    const line = technique.elsewhere?.[name]?.(strength, watchedLoss(log));
    if (line !== undefined) return [{ program: faces[name].title, line }];
  }
  return [];
}

const conditionOf = ({ needs }: Regularizer, meets: readonly Need[]): string | undefined =>
  needs
    .filter((need) => !meets.includes(need))
    .map((need) => conditions[need])
    .find((words) => words !== undefined);

function adviceOf({ technique, seen }: Candidate, code: Advice["code"], condition?: string): Advice {
  const fact = seen[0] as Evidence;
  const { summary, title } = technique;
  return {
    title: condition === undefined ? title : `${title}, ${condition}`,
    reason: `${fact.sentence} ${title}: ${lowerFirst(summary)}`,
    code,
    watch: goesAway(fact.sign),
  };
}
