// Members trained by several processes at once.
import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { bug, Unfit, UserError } from "../base/index.ts";
import type { LoneResult } from "../train/index.ts";
import type {
  DataJob,
  FromMember,
  Learned,
  LearnJob,
  Looked,
  MemberJob,
  ToMember,
  Way,
} from "./member-messages.ts";

export interface MemberListeners {
  readonly onWay?: ((way: Way) => void) | undefined;
  /** A member of a job is done. */
  readonly onTrained: (job: MemberJob, member: number, result: LoneResult) => void;
}

/** Processes that train members. */
export interface MemberPool {
  /** Reads the data of a recipe in all processes. @throws UserError when recipe and data do not fit, or cannot teach the strengths. */
  look(job: DataJob | LearnJob): Promise<Looked>;
  /** Trains once and learns strengths on the way; nothing where it was stopped. */
  learn(job: LearnJob): Promise<Learned | undefined>;
  /** Does all jobs, in any order; resolves early when it is stopped. */
  train(jobs: readonly MemberJob[], listeners: MemberListeners): Promise<void>;
  /** Ends what is at work after the present call of the engine. */
  stop(): void;
  close(): void;
}

function launch(): ChildProcess {
  const file = new URL(`./member-child.node${extname(import.meta.url)}`, import.meta.url);
  return fork(file, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

const ended = (code: number | null): UserError =>
  new UserError({
    where: "tune",
    got: `a training process that ended by ${code ?? "a signal"}`,
    expected: "one that goes on",
    hint: `The same command with the same --out goes on${code === null ? "; was the machine out of memory?" : ""}`,
  });

/** Asks a process, which answers until it is done. @param hear everything that it says before. */
function ask(child: ChildProcess, asked: ToMember, hear: (message: FromMember) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      child.off("message", listen);
      child.off("exit", exit);
      child.off("error", settle);
      if (error) reject(error);
      else resolve();
    };
    const listen = (heard: unknown): void => {
      const message = heard as FromMember;
      if (message.kind === "done") settle();
      else if (message.kind === "refused")
        settle(new (message.isUnfit ? Unfit : UserError)(message.instruction));
      else if (message.kind === "failed") settle(new Error(message.message));
      else hear(message);
    };
    const exit = (code: number | null): void => settle(ended(code));
    child.on("message", listen);
    child.on("exit", exit);
    child.on("error", settle);
    child.send(asked, (error) => error && settle(ended(child.exitCode)));
  });
}

const run = (child: ChildProcess, job: MemberJob, { onTrained, onWay }: MemberListeners): Promise<void> =>
  ask(child, { kind: "members", job }, (message) => {
    if (message.kind === "way") onWay?.(message.way);
    else if (message.kind === "trained") onTrained(job, message.member, message.result);
  });

async function lookIn([first, ...others]: readonly ChildProcess[], job: DataJob | LearnJob): Promise<Looked> {
  let looked: Looked | undefined;
  const hear = (message: FromMember): void => {
    if (message.kind === "looked") ({ looked } = message);
  };
  await Promise.all([
    first && ask(first, { kind: "look", job }, hear),
    ...others.map((child) => ask(child, { kind: "load", job }, hear)),
  ]);
  return looked ?? bug("a process that looked at nothing");
}

async function learnIn(child: ChildProcess, job: LearnJob): Promise<Learned | undefined> {
  let learned: Learned | undefined;
  await ask(child, { kind: "learn", job }, (message) => {
    if (message.kind === "learned") ({ learned } = message);
  });
  return learned;
}

/** @param size how many processes, which are started at once. */
export function openMembers(size: number): MemberPool {
  const children = Array.from({ length: size }, launch);
  const wish = { stop: false };
  const stop = (): void => {
    wish.stop = true;
    const message: ToMember = { kind: "stop" };
    for (const child of children) if (child.connected) child.send(message, () => undefined);
  };
  const close = (): void => {
    for (const child of children) if (child.connected) child.disconnect();
  };
  return {
    look: (job) => lookIn(children, job),
    learn: (job) => learnIn(children[0] ?? bug("a pool without processes"), job),
    train: async (jobs, listeners) => {
      const left = [...jobs];
      const work = async (child: ChildProcess): Promise<void> => {
        for (let job = left.shift(); job && !wish.stop; job = left.shift()) await run(child, job, listeners);
      };
      // Of those that go on while one fails, what they have trained still counts.
      const ends = await Promise.allSettled(
        children.map((child) =>
          work(child).catch((error: unknown) => {
            stop();
            throw error;
          }),
        ),
      );
      const failed = ends.find((end) => end.status === "rejected");
      if (failed) throw failed.reason;
    },
    stop,
    close,
  };
}
