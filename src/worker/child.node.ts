// The process that trains: the engine blocks the thread it runs on, and a process can be killed without harm to others.
import { Unfit, UserError } from "../base/index.ts";
import { reportHtml } from "../report/index.ts";
import {
  type FinishedRun,
  resumeRun,
  type RunOutside,
  runPaths,
  startRun,
  writeWhole,
} from "../train/index.node.ts";
import type { Wishes } from "../train/index.ts";
import type { FromWorker, Job, ToWorker } from "./messages.ts";
import { plannedOf, reportRun } from "./run-report.ts";
import { warningsOf } from "./warnings.ts";

const pending: Wishes[] = [];

const say = (message: FromWorker): void => {
  if (process.connected) process.send?.(message);
};

/** Says a last word and hangs up once it is through: hanging up drops what still waits to be sent. */
function sayLast(message: FromWorker): void {
  if (!process.connected) return;
  process.send?.(message, () => {
    if (process.connected) process.disconnect();
  });
}

/** Lets messages in: they are read between two calls of the engine only. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function wishes(): Promise<Wishes> {
  await breathe();
  const heard = pending.splice(0);
  return {
    stop: heard.some(({ stop }) => stop === true),
    ...(heard.some(({ strengths }) => strengths) && {
      strengths: Object.assign({}, ...heard.map(({ strengths }) => strengths)) as Record<string, number>,
    }),
  };
}

const outside: RunOutside = {
  wishes,
  progress: (progress) => say({ kind: "progress", progress }),
  epoch: (record) => say({ kind: "epoch", record }),
  refused: (message) => say({ kind: "warned", message }),
  warned: (message) => say({ kind: "warned", message }),
  planned: (plan, data, from) => {
    say({ kind: "planned", planned: plannedOf(plan, data, from) });
    for (const message of warningsOf(plan)) say({ kind: "warned", message });
  },
};

async function finish(finished: FinishedRun): Promise<FromWorker> {
  const { result } = finished;
  const report = reportRun(finished);
  await writeWhole(runPaths(result.dir).report, reportHtml({ title: result.name, runs: [report] }));
  return { kind: "finished", result, report };
}

/** Does a job; how it ended. */
async function work({ recipe, ...job }: Job): Promise<FromWorker> {
  const context = { ...job, outside };
  const finished = await (recipe ? startRun(recipe, context) : resumeRun(context));
  return finished ? finish(finished) : { kind: "interrupted" };
}

function complaint(error: unknown): FromWorker {
  if (error instanceof UserError)
    return { kind: "refused", instruction: error.instruction, isUnfit: error instanceof Unfit };
  return { kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

process.on("message", (message: ToWorker) => {
  if (message.kind === "wish") pending.push(message.wish);
  else void work(message.job).catch(complaint).then(sayLast);
});
// A terminal sends Ctrl-C to the whole group; the parent decides and passes it on as a wish.
process.on("SIGINT", () => undefined);
// An orphan saves what it has and ends.
process.on("disconnect", () => pending.push({ stop: true }));
