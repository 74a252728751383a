import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { Unfit, UserError } from "../base/index.ts";
import type { EpochRecord } from "../history/index.ts";
import type { ReportRun } from "../report/index.ts";
import type { Progress, RunResult, Wishes } from "../train/index.ts";
import type { FromWorker, Job, Planned, ToWorker } from "./messages.ts";

/** What a caller may want to hear of a run. */
export interface Listeners {
  readonly onPlanned?: ((planned: Planned) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onEpoch?: ((record: EpochRecord) => void) | undefined;
  /** Something worth knowing that does not stop the run, as a sentence. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** The finished run in the form that reports show, before the result. */
  readonly onReport?: ((report: ReportRun) => void) | undefined;
}

/** A run at work in a process of its own. */
export interface RunningJob {
  /** The result; nothing when the run was stopped before its end and can be resumed. */
  readonly done: Promise<RunResult | undefined>;
  /** Asks the run to save and stop, or to change live strengths by path such as `l2.lambda`; heard within half a second. */
  wish(wish: Wishes): void;
  /** Ends the process at once; what was saved last can be resumed. */
  kill(): void;
}

type Settle = (outcome: { readonly result?: RunResult } | { readonly error: Error }) => void;

/** What each message of a worker does. */
const reactions: {
  readonly [Kind in FromWorker["kind"]]: (
    message: Extract<FromWorker, { readonly kind: Kind }>,
    listeners: Listeners,
    settle: Settle,
  ) => void;
} = {
  planned: ({ planned }, { onPlanned }) => onPlanned?.(planned),
  progress: ({ progress }, { onProgress }) => onProgress?.(progress),
  epoch: ({ record }, { onEpoch }) => onEpoch?.(record),
  warned: ({ message }, { onWarning }) => onWarning?.(message),
  finished: ({ result, report }, { onReport }, settle) => {
    onReport?.(report);
    settle({ result });
  },
  interrupted: (_, __, settle) => settle({}),
  refused: ({ instruction, isUnfit }, _, settle) =>
    settle({ error: new (isUnfit ? Unfit : UserError)(instruction) }),
  failed: ({ message }, _, settle) => settle({ error: new Error(message) }),
};

const hear = (message: FromWorker, listeners: Listeners, settle: Settle): void =>
  reactions[message.kind](message as never, listeners, settle);

const died = (folder: string, code: number | null, signal: string | null): UserError =>
  new UserError({
    where: folder,
    got: `a training process that ended by ${signal ?? `exit code ${code}`}`,
    expected: "a run that completes",
    hint: `Go on with it by "ockham resume ${folder}"${signal === "SIGKILL" ? "; was the machine out of memory" : ""}`,
  });

function launch(): ChildProcess {
  const file = new URL(`./child.node${extname(import.meta.url)}`, import.meta.url);
  return fork(file, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

/** Starts or resumes a run in a process of its own, which does all the work and writes the run's folder. */
export function runJob(job: Job, listeners: Listeners = {}): RunningJob {
  const child = launch();
  const tell = (message: ToWorker): void => {
    // A process that is ending hears nothing more; how it ended is told by its last message, or by `close`.
    if (child.connected) child.send(message, () => undefined);
  };
  const done = new Promise<RunResult | undefined>((resolve, reject) => {
    let outcome: Parameters<Settle>[0] | undefined;
    child.on("message", (message) =>
      hear(message as FromWorker, listeners, (settled) => {
        outcome = settled;
      }),
    );
    child.once("error", reject);
    // Unlike `exit`, it comes after the last message.
    child.once("close", (code, signal) => {
      if (!outcome) reject(died(job.folder, code, signal));
      else if ("error" in outcome) reject(outcome.error);
      else resolve(outcome.result);
    });
  });
  tell({ kind: "job", job });
  return {
    done,
    wish: (wish) => tell({ kind: "wish", wish }),
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}
