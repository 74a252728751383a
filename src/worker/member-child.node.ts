// A process that trains members one after another: those of the same recipe share its data and its compiled step.
import { Unfit, UserError } from "../base/index.ts";
import { formatRecipe, type Recipe } from "../recipe/index.ts";
import { loadData } from "../train/index.node.ts";
import { createEngine, type Engine, type Plan, planRun, trainAlone } from "../train/index.ts";
import type { FromMember, MemberJob, ToMember } from "./member-messages.ts";

type Data = Awaited<ReturnType<typeof loadData>>;

/** What was prepared last, with what it was prepared for. */
let loaded: { readonly key: string; readonly data: Data } | undefined;
let ready: { readonly key: string; readonly plan: Plan; readonly engine: Engine } | undefined;
let isStopped = false;

async function dataOf(recipe: Recipe, job: MemberJob): Promise<Data> {
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

async function prepared(job: MemberJob): Promise<NonNullable<typeof ready>> {
  const key = formatRecipe(job.recipe);
  if (ready?.key === key) return ready;
  await ready?.engine.release();
  const plan = planRun(job.recipe, await dataOf(job.recipe, job));
  requireValidation(plan);
  ready = { key, plan, engine: await createEngine(plan) };
  return ready;
}

/** Lets messages in: they are read between two calls of the engine only. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function trained(job: MemberJob): Promise<FromMember> {
  const { id, strengths } = job;
  const started = performance.now();
  const result = await trainAlone(await prepared(job), strengths, async () => {
    await breathe();
    return isStopped;
  });
  return result ? { kind: "trained", id, result, ms: performance.now() - started } : { kind: "stopped", id };
}

function complaint(error: unknown): FromMember {
  if (error instanceof UserError)
    return { kind: "refused", instruction: error.instruction, isUnfit: error instanceof Unfit };
  return { kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const say = (message: FromMember): void => {
  // A parent that hung up meanwhile hears nothing more.
  if (process.connected) process.send?.(message, () => undefined);
};

process.on("message", (message: ToMember) => {
  if (message.kind === "stop") isStopped = true;
  else void trained(message.job).catch(complaint).then(say);
});
// A terminal sends Ctrl-C to the whole group; the parent decides.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
