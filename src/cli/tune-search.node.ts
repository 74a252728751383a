// A search with its progress on standard error.
import { counted } from "../base/index.ts";
import { availableParallelism } from "node:os";
import { formatNumber } from "../draw/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Axis, Tuned } from "../search/index.ts";
import { tuneRecipe, type Way } from "../worker/index.ts";
import { asAsked } from "./misuse.ts";
import { openCounter, searchLines } from "./progress.node.ts";

/** What is searched, and how. */
export interface Search {
  readonly recipe: Recipe;
  /** Whether the recipe is the user's own, so that its faults are. */
  readonly isOwn: boolean;
  readonly baseFolder: string;
  readonly axes: readonly Axis[];
  readonly folds: number;
  readonly extensions: number;
  readonly isRace: boolean;
  readonly processes: number | undefined;
  readonly folder: string;
  /** Whether what was made of the data is told. */
  readonly isTold?: boolean;
}

/** A search that is done, and what was made of the data and trained, a line each. */
export interface Searched {
  readonly tuned: Tuned;
  readonly data: readonly string[];
  /** What was searched for: the name of the recipe, or that of the data. */
  readonly name: string;
}

/** Says once how members are trained, where that had to be found out. */
function told(say: (sentence: string) => void): (way: Way) => void {
  let last: number | undefined;
  return ({ together, aloneMs, togetherMs }) => {
    if (togetherMs === undefined || aloneMs === undefined || together === last) return;
    last = together;
    const [joint, alone] = [togetherMs, aloneMs].map((ms) => formatNumber(1000 * ms, 2));
    say(
      together > 1
        ? `${together} strengths train at once: an update of each takes ${joint} µs, one after another ${alone} µs (measured here)`
        : `Strengths train one after another: an update takes ${alone} µs, at once ${joint} µs (measured here)`,
    );
  };
}

/** Searches, with progress on standard error. @returns nothing where Ctrl-C stopped it; what was trained is kept. */
export async function search({
  isOwn,
  processes,
  recipe,
  isTold = true,
  ...options
}: Search): Promise<Searched | undefined> {
  const { folds } = options;
  const counter = openCounter("training");
  const abort = new AbortController();
  const interrupt = (): void => {
    counter.say("Stopping; what was trained is kept.");
    abort.abort();
  };
  process.on("SIGINT", interrupt);
  const data: string[] = [];
  let { name = "" } = recipe;
  try {
    const tuned = await asAsked(isOwn, () =>
      tuneRecipe(recipe, {
        ...options,
        processes: processes ?? availableParallelism(),
        signal: abort.signal,
        onPlanned: (planned) => {
          name ||= planned.data;
          data.push(...searchLines(planned, folds));
          if (isTold) data.forEach(counter.say);
        },
        onWanted: counter.wanted,
        onStopped: (strengths, after, spared) => {
          counter.say(
            `${counted(strengths, "strength")} stopped after ${after} folds: out of reach of the best`,
          );
          counter.spare(spared);
        },
        onTrained: counter.done,
        onWay: told(counter.say),
      }),
    );
    return tuned && { tuned, data, name };
  } finally {
    counter.close();
    process.off("SIGINT", interrupt);
  }
}
