// A process that trains members: those of the same recipe share its data and its compiled steps.
import { Unfit, UserError } from "../base/index.ts";
import { formatRecipe, type Recipe } from "../recipe/index.ts";
import { loadData } from "../train/index.node.ts";
import { type Plan, planRun, trainAlone, trainTogether } from "../train/index.ts";
import { compileMembers, type Engines, releaseEngines } from "./member-engines.node.ts";
import type { FromMember, MemberJob, ToMember } from "./member-messages.ts";

type Data = Awaited<ReturnType<typeof loadData>>;

/** What was prepared last, with what it was prepared for. */
let loaded: { readonly key: string; readonly data: Data } | undefined;
let ready: { readonly key: string; readonly engines: Engines } | undefined;
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

async function prepared(job: MemberJob): Promise<Engines> {
  const { recipe, members } = job;
  const paths = Object.keys(members[0] ?? {});
  const key = `${members.length} ${paths.join()} ${formatRecipe(recipe)}`;
  if (ready?.key === key) return ready.engines;
  if (ready) await releaseEngines(ready.engines);
  ready = undefined;
  const plan = planRun(recipe, await dataOf(recipe, job));
  requireValidation(plan);
  ready = { key, engines: await compileMembers(plan, { count: members.length, paths }) };
  return ready.engines;
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

/** Trains the members of a job and tells of each; how it ended. */
async function work(job: MemberJob): Promise<FromMember> {
  const { members } = job;
  const { plan, single, joint, way } = await prepared(job);
  say({ kind: "way", way });
  if (joint) {
    const paths = Object.keys(members[0] ?? {});
    const results = await trainTogether({ plan, single, joint, paths }, members, asked);
    results?.forEach((result, member) => say({ kind: "trained", member, result }));
    return { kind: "done" };
  }
  for (const [member, strengths] of members.entries()) {
    const result = await trainAlone({ plan, engine: single }, strengths, asked);
    if (!result) break;
    say({ kind: "trained", member, result });
  }
  return { kind: "done" };
}

function complaint(error: unknown): FromMember {
  if (error instanceof UserError)
    return { kind: "refused", instruction: error.instruction, isUnfit: error instanceof Unfit };
  return { kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

process.on("message", (message: ToMember) => {
  if (message.kind === "stop") isStopped = true;
  else void work(message.job).catch(complaint).then(say);
});
// A terminal sends Ctrl-C to the whole group; the parent decides.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
