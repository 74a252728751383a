// A process that trains members: those of the same recipe share its data and its compiled steps.
import { Unfit, UserError } from "../base/index.ts";
import { formatRecipe, type Recipe } from "../recipe/index.ts";
import { hashDataset } from "../data/index.node.ts";
import { loadData } from "../train/index.node.ts";
import {
  dataFacts,
  type LoneResult,
  type Plan,
  planRun,
  trainAlone,
  trainTogether,
  unseenInFolds,
} from "../train/index.ts";
import { plannedOf } from "./run-report.ts";
import { compileMembers, type Compiled } from "./member-engines.node.ts";
import { learnByLayer, toLearn } from "./learn-layers.ts";
import type { DataJob, FromMember, LearnJob, MemberJob, ToMember, Way } from "./member-messages.ts";

type Data = Awaited<ReturnType<typeof loadData>>;

/** What was prepared last, with what it was prepared for. */
let loaded: { readonly key: string; readonly data: Data } | undefined;
let ready: { readonly key: string; readonly compiled: Compiled } | undefined;
let found: { readonly key: string; readonly way: Way } | undefined;
let isStopped = false;

async function dataOf({ recipe, ...job }: DataJob): Promise<Data> {
  const key = JSON.stringify(recipe.data);
  if (loaded?.key !== key) loaded = { key, data: await loadData(recipe, job) };
  return loaded.data;
}

function requireValidation({ rows, recipe }: Plan): void {
  if (rows.validation.length > 0) return;
  throw new UserError({
    where: "split.validation",
    got: String(recipe.split.validation ?? 0),
    expected: "validation rows: strengths are chosen by them",
    hint: "Raise split.validation, or ask for folds with --folds",
  });
}

/** A recipe apart from the rows of its fold. */
const withoutFold = (recipe: Recipe): string => {
  const { folds: _, ...split } = recipe.split;
  return formatRecipe({ ...recipe, split });
};

async function prepared(job: MemberJob): Promise<Compiled> {
  const { recipe, members } = job;
  const paths = Object.keys(members[0] ?? {});
  const key = `${members.length} ${paths.join()} ${formatRecipe(recipe)}`;
  if (ready?.key === key) return ready.compiled;
  await ready?.compiled.engine.release();
  ready = undefined;
  const plan = planRun(recipe, await dataOf(job));
  const alike = `${paths.join()} ${withoutFold(recipe)}`;
  const known = found?.key === alike ? found.way : undefined;
  ready = { key, compiled: await compileMembers(plan, { count: members.length, paths }, known) };
  const { way } = ready.compiled;
  // Too little work to measure says nothing about more.
  if (way.togetherMs !== undefined) found = { key: alike, way };
  return ready.compiled;
}

const say = (message: FromMember): void => {
  // A parent that hung up meanwhile hears nothing more.
  if (process.connected) process.send?.(message, () => undefined);
};

/** Lets messages in: they are read between two calls of the engine only. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const asked = async (): Promise<boolean> => {
  await breathe();
  return isStopped;
};

type Members = MemberJob["members"];

/** Trains some members at once, as many as the engine is for: where some are missing the last stands in for them. */
async function together(
  { plan, engine, way }: Compiled,
  members: Members,
): Promise<LoneResult[] | undefined> {
  const paths = Object.keys(members[0] ?? {});
  const last = members.at(-1) ?? {};
  const filled = Array.from({ length: way.together }, (_, at) => members[at] ?? last);
  const results = await trainTogether({ plan, engine, paths }, filled, asked);
  return results?.slice(0, members.length);
}

async function alone(
  { plan, engine }: Compiled,
  [strengths = {}]: Members,
): Promise<LoneResult[] | undefined> {
  const result = await trainAlone({ plan, engine }, strengths, asked);
  return result && [result];
}

/** Trains the members of a job and tells of each. */
async function trainAll(job: MemberJob): Promise<void> {
  const compiled = await prepared(job);
  const { way } = compiled;
  say({ kind: "way", way });
  for (let from = 0; from < job.members.length; from += way.together) {
    const part = job.members.slice(from, from + way.together);
    const results = await (way.together > 1 ? together : alone)(compiled, part);
    if (!results) return;
    results.forEach((result, at) => say({ kind: "trained", member: from + at, result }));
  }
}

async function look(job: DataJob | LearnJob): Promise<void> {
  const data = await dataOf(job);
  const plan = planRun(job.recipe, data);
  requireValidation(plan);
  if ("strengths" in job) toLearn(job.recipe, job.strengths, data);
  const own = plannedOf(plan, dataFacts(plan), 0);
  const planned = job.recipe.split.folds ? { ...own, unseen: unseenInFolds(data, job.recipe) } : own;
  say({ kind: "looked", looked: { hash: hashDataset(plan.dataset), planned } });
}

async function learn(job: LearnJob): Promise<void> {
  say({ kind: "learned", learned: await learnByLayer(job.recipe, job.strengths, await dataOf(job), asked) });
}

function complaint(error: unknown): FromMember {
  if (error instanceof UserError)
    return { kind: "refused", instruction: error.instruction, isUnfit: error instanceof Unfit };
  return { kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function workOf(message: Exclude<ToMember, { kind: "stop" }>): Promise<void> {
  if (message.kind === "members") return trainAll(message.job);
  if (message.kind === "learn") return learn(message.job);
  return message.kind === "look" ? look(message.job) : dataOf(message.job).then(() => undefined);
}

process.on("message", (message: ToMember) => {
  if (message.kind === "stop") isStopped = true;
  else {
    const work = workOf(message);
    const done: FromMember = { kind: "done" };
    void work.then(() => done, complaint).then(say);
  }
});
// A terminal sends Ctrl-C to the whole group; the parent decides.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
