import type { Diagnosis, Evidence } from "../diagnose/index.ts";
import { modelLayers, type Recipe, type RegularizerEntry, withName } from "../recipe/index.ts";
import type { Need, Regularizer } from "../seams/index.ts";
import { expectedOf } from "./expected.ts";
import { diversified } from "./mechanisms.ts";
import { type ParameterRow, rowsOf, strengthOf, techniques } from "./parameters.ts";
import type { Prescription } from "./prescription.ts";
import { remedyEffects } from "./remedy-effects.ts";
import { runRemedies } from "./remedies.ts";
import type { Replay } from "./replay.ts";
import { spaced } from "./search.ts";
import { stoppingOf } from "./stopping.ts";
import { goesAway, lowerFirst, settingText, treatedAs } from "./words.ts";

/** What is known about a run besides its recipe; what is not given is taken to be met. */
export type Situation = Partial<Readonly<Record<Need, boolean>>>;

const isMet = (need: Need, diagnosis: Diagnosis, recipe?: Recipe, known: Situation = {}): boolean => {
  if (known[need] !== undefined) return known[need];
  if (need === "validation") return diagnosis.verdict !== "noValidation";
  return need !== "hiddenLayers" || !recipe || modelLayers(recipe.model).length > 0;
};

/** Verdicts under which the curves say nothing yet about what a technique would do. */
const unreadable: readonly string[] = [
  "healthy",
  "noTraining",
  "noValidation",
  "tooShort",
  "suspiciousValidation",
];

/**
 * Remedies for what a diagnosis saw, the best first: techniques that treat its signs (those at work already a step
 * stronger), weaker techniques where they are too strong, and changes of the run itself.
 * @param recipe of the run; absent for a foreign log.
 * @param replays what rules of stopping would have made of its curve; what none of them would have helped is left out.
 */
export function prescribe(
  diagnosis: Diagnosis,
  recipe?: Recipe,
  known: Situation = {},
  replays: readonly Replay[] = [],
): Prescription[] {
  const weaker = diagnosis.evidence
    .filter(({ sign }) => sign === "underfitting")
    .flatMap((fact) => techniques.flatMap((technique) => weaken(technique, fact, recipe)));
  // What holds learning back goes before anything is added that may help it.
  const techniqueRemedies = isUnreadable(diagnosis)
    ? []
    : diversified(ranked(diagnosis, (need) => isMet(need, diagnosis, recipe, known))).flatMap(
        (candidate) => start(candidate, diagnosis, { recipe, replays }) ?? stronger(candidate, recipe) ?? [],
      );
  const { before, after } = recipe ? runRemedies(diagnosis, recipe) : { before: [], after: [] };
  const found = [...(isUnreadable(diagnosis) ? [] : weaker), ...before, ...techniqueRemedies, ...after];
  return found.filter(({ flag }, i, all) => all.findIndex((other) => other.flag === flag) === i);
}

const isUnreadable = ({ verdict }: Diagnosis): boolean => unreadable.includes(verdict);

/**
 * Techniques that treat what a diagnosis saw, those that treat most of it first, of equals those that lowered the validation
 * loss of made data most; none where the curves say nothing about them.
 * @param isMet whether a need of a technique is met; all are when absent.
 */
export const ranked = (diagnosis: Diagnosis, isMet?: (need: Need) => boolean): readonly Candidate[] =>
  isUnreadable(diagnosis)
    ? []
    : techniques
        .filter(({ needs }) => isMet === undefined || needs.every(isMet))
        .map((technique) => ({
          technique,
          seen: eachOnce(diagnosis.evidence).filter(({ sign }) => treats(technique, sign)),
        }))
        .filter(({ seen }) => seen.length > 0)
        .toSorted(
          (a, b) => b.seen.length - a.seen.length || purpose(a) - purpose(b) || effectRank(a) - effectRank(b),
        );

/** A technique with the evidence that it treats. */
export interface Candidate {
  readonly technique: Regularizer;
  readonly seen: readonly Evidence[];
}

/** The evidence without what is another form of evidence before it. */
const eachOnce = (evidence: readonly Evidence[]): readonly Evidence[] =>
  evidence.filter(
    ({ sign }, i) => evidence.findIndex((other) => treatedAs(other.sign) === treatedAs(sign)) === i,
  );

const treats = (technique: Regularizer, sign: string): boolean =>
  (technique.treats as readonly string[]).includes(treatedAs(sign));

/** How early among what a technique treats the first thing stands that was seen: its main purpose comes first. */
const purpose = ({ technique, seen }: Candidate): number =>
  technique.treats.findIndex((id) => seen.some(({ sign }) => treatedAs(sign) === id));

/** What was not measured comes after what lowered the validation loss, and before what raised it. */
const effectRank = ({ technique }: Candidate): number => remedyEffects[technique.id]?.change[1] ?? 0;

const atWork = ({ id }: Regularizer, recipe?: Recipe): RegularizerEntry | undefined =>
  recipe?.regularizers.find(({ use }) => use === id);

/** @param now its entry, where it is at work. */
const withStrength = (
  { id }: Regularizer,
  { row, value, now }: { row: ParameterRow; value: unknown; now?: RegularizerEntry | undefined },
) => {
  const entry = { use: id, ...(now?.layers && { layers: now.layers }) };
  return {
    setting: { regularizers: [{ ...entry, [row.name]: value }] },
    flag: `--with ${withName(entry)}=${settingText(value)}`,
  };
};

/** A technique that is not at work yet, at its default. */
function start(
  { technique, seen }: Candidate,
  diagnosis: Diagnosis,
  { recipe, replays }: { readonly recipe: Recipe | undefined; readonly replays: readonly Replay[] },
): Prescription | undefined {
  if (atWork(technique, recipe)) return undefined;
  const row = strengthOf(technique);
  const stopping = stoppingOf(technique, replays);
  if (stopping === "useless") return undefined;
  const value = stopping === "unknown" ? row.default : stopping.strength;
  const effect = expectedOf(technique.id, seen[0] as Evidence);
  // It was measured as it stands by default.
  const expected = effect && (value === row.default ? effect : "unknown");
  return {
    use: technique.id,
    title: technique.title,
    reason: `${(seen[0] as Evidence).sentence} ${technique.title}: ${lowerFirst(technique.summary)}${byScore(technique, diagnosis)}`,
    ...withStrength(technique, { row, value }),
    watch: watchFor(seen[0] as Evidence, row),
    ...(expected !== undefined && { expected }),
  };
}

/** Where the loss does not see what the score does, what ends training may watch the score instead. */
function byScore(technique: Regularizer, { evidence }: Diagnosis): string {
  const monitor = rowsOf(technique).find(({ kind }) => kind === "scores");
  if (monitor === undefined) return "";
  const fallen = evidence.find(({ sign }) => sign === "falling-score")?.metric;
  if (fallen !== undefined) return ` Stop by the score that fell: add --set ${monitor.path}=${fallen}.`;
  if (!evidence.some(({ sign }) => sign === "over-confidence")) return "";
  return ` Where right answers are what counts, stop by the score: add --set ${monitor.path}=metric.`;
}

/** A technique at work, one step on in its search range, where it is known which way is stronger. */
function stronger({ technique, seen }: Candidate, recipe?: Recipe): Prescription | undefined {
  const row = strengthOf(technique);
  const entry = atWork(technique, recipe);
  const now = entry?.[row.name];
  const next = typeof now === "number" ? nextStep(row, now, 1) : undefined;
  if (next === undefined) return undefined;
  return {
    use: technique.id,
    title: `Stronger ${lowerFirst(technique.title)}`,
    reason: `${(seen[0] as Evidence).sentence} ${technique.title} is at work with ${row.name} ${String(now)}: not enough.`,
    ...withStrength(technique, { row, value: next, now: entry }),
    watch: watchFor(seen[0] as Evidence, row),
  };
}

/** A technique at work, one step back, for a run that learns too little. */
function weaken(technique: Regularizer, fact: Evidence, recipe?: Recipe): Prescription | [] {
  const row = strengthOf(technique);
  const entry = atWork(technique, recipe);
  const now = entry?.[row.name];
  const next = typeof now === "number" ? nextStep(row, now, -1) : undefined;
  if (next === undefined) return [];
  return {
    use: technique.id,
    title: `Weaker ${lowerFirst(technique.title)}`,
    reason: `${fact.sentence} ${technique.title} is at work with ${row.name} ${String(now)}, and may hold learning back.`,
    ...withStrength(technique, { row, value: next, now: entry }),
    watch: "Training and validation scores should both improve; if neither does, the cause lies elsewhere.",
  };
}

const watchFor = ({ sign }: Evidence, { name, search }: ParameterRow): string =>
  [
    goesAway(sign),
    // Where there is no range to look in, another value would hardly help.
    ...(search
      ? [`If the training score falls and the validation score does not gain, change ${name}.`]
      : []),
  ].join(" ");

const steps = 9;

/** The neighbour of a value on a grid over the search range: away from `off` for direction 1, towards it for −1. */
function nextStep({ search, off, kind }: ParameterRow, now: number, direction: 1 | -1): number | undefined {
  if (!search || off === undefined) return undefined;
  const grid = spaced(search, steps, kind === "count").map((value) => Number(value.toPrecision(2)));
  const isUp = off <= search.from === (direction === 1);
  // A tenth further at least: a step that rounding makes is none.
  return isUp ? grid.find((value) => value > now * 1.1) : grid.findLast((value) => value < now / 1.1);
}
