// Members trained by several processes at once.
import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { Unfit, UserError } from "../base/index.ts";
import type { LoneResult } from "../train/index.ts";
import type { FromMember, MemberJob, ToMember } from "./member-messages.ts";

/** Members that belong together: one process trains them one after another without compiling anew. */
export type MemberGroup = readonly MemberJob[];

export interface MemberListeners {
  /** A member is done; `ms` is how long it took. */
  readonly onTrained: (job: MemberJob, result: LoneResult, ms: number) => void;
}

/** Processes that train members. */
export interface MemberPool {
  /** Trains all of them; resolves early when it is stopped. */
  train(groups: readonly MemberGroup[], listeners: MemberListeners): Promise<void>;
  /** Ends what is at work after the present call of the engine. */
  stop(): void;
  close(): void;
}

function launch(): ChildProcess {
  const file = new URL(`./member-child.node${extname(import.meta.url)}`, import.meta.url);
  return fork(file, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

/** One answer of a process to one job. */
function ask(child: ChildProcess, job: MemberJob): Promise<FromMember> {
  return new Promise((resolve, reject) => {
    const settle = (message?: FromMember, code?: number | null): void => {
      child.off("message", heard);
      child.off("exit", ended);
      if (message) resolve(message);
      else
        reject(
          new UserError({
            where: "tune",
            got: `a training process that ended by ${code ?? "a signal"}`,
            expected: "one that goes on",
            hint: "The same command goes on where it was; was the machine out of memory",
          }),
        );
    };
    const heard = (message: unknown): void => settle(message as FromMember);
    const ended = (code: number | null): void => settle(undefined, code);
    child.on("message", heard);
    child.on("exit", ended);
    const message: ToMember = { kind: "member", job };
    child.send(message, (error) => error && settle());
  });
}

/** The jobs of some groups, handed out so that a process stays with a group as long as that has any. */
class Queue {
  readonly #groups: MemberJob[][];

  constructor(groups: readonly MemberGroup[]) {
    this.#groups = groups.map((group) => [...group]);
  }

  /** The next job for a process that is at work on `last`: one of its group, else of the group that has most left. */
  next(last: MemberJob | undefined): MemberJob | undefined {
    const own = this.#groups.find((group) => group[0] && group[0].recipe === last?.recipe);
    const longest = this.#groups.toSorted((a, b) => b.length - a.length)[0];
    // Two processes that share the end of a group take turns from both of its ends.
    return own ? own.shift() : longest?.pop();
  }
}

/** @param size how many processes. */
export function openMembers(size: number): MemberPool {
  const children: ChildProcess[] = [];
  const wish = { stop: false };
  const work = async (child: ChildProcess, queue: Queue, { onTrained }: MemberListeners): Promise<void> => {
    let job: MemberJob | undefined;
    while (!wish.stop && (job = queue.next(job))) {
      const answer = await ask(child, job);
      if (answer.kind === "trained") onTrained(job, answer.result, answer.ms);
      else if (answer.kind === "refused") throw new (answer.isUnfit ? Unfit : UserError)(answer.instruction);
      else if (answer.kind === "failed") throw new Error(answer.message);
    }
  };
  const close = (): void => {
    for (const child of children) if (child.connected) child.disconnect();
  };
  return {
    train: async (groups, listeners) => {
      const jobs = groups.reduce((total, { length }) => total + length, 0);
      while (children.length < Math.min(size, jobs)) children.push(launch());
      const queue = new Queue(groups);
      await Promise.all(children.map((child) => work(child, queue, listeners)));
    },
    stop: () => {
      wish.stop = true;
      const message: ToMember = { kind: "stop" };
      for (const child of children) if (child.connected) child.send(message, () => undefined);
    },
    close,
  };
}
