import { checkSize, column, type LogTable, type Recorded } from "./log-table.ts";
import { type LogPart, measureOf } from "./measures.ts";
import type { ScalarEvent } from "./scalar-events.ts";

type Moment = Map<string, number>;

/** What was written at one step. */
interface StepMoments {
  readonly moments: Moment[];
  /** How many numbers each tag has. */
  readonly counts: Map<string, number>;
}

/**
 * The scalars of files as rows in the order of their steps; where the steps go back, the rows do. A tag that has several
 * numbers at one step takes several rows.
 */
export class EventRows {
  readonly tags = new Map<string, LogPart | undefined>();
  readonly #stretches: Map<number, StepMoments>[] = [];
  #count = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds what one part of a run wrote, in its order. */
  add(events: readonly ScalarEvent[], part: LogPart | undefined): void {
    let stretch = 0;
    const last = new Map<string, number>();
    for (const { step, tag, value } of events) {
      const name = part === undefined ? tag : `${part}/${tag}`;
      this.tags.set(name, part);
      if (step < (last.get(tag) ?? Number.NEGATIVE_INFINITY)) {
        stretch++;
        last.clear();
      }
      last.set(tag, step);
      this.#put(stretch, step, [name, value]);
    }
  }

  #put(stretch: number, step: number, [name, value]: readonly [string, number]): void {
    const steps = (this.#stretches[stretch] ??= new Map());
    const { moments, counts } = steps.get(step) ?? { moments: [], counts: new Map<string, number>() };
    steps.set(step, { moments, counts });
    const at = counts.get(name) ?? 0;
    counts.set(name, at + 1);
    const moment = moments[at];
    if (moment) moment.set(name, value);
    else {
      moments.push(new Map([[name, value]]));
      this.#count++;
      checkSize(this.#file, this.tags.size, this.#count);
    }
  }

  /** @param wanted which tags */
  table(wanted: readonly string[]): LogTable {
    checkSize(this.#file, wanted.length, wanted.length * this.#count);
    const rows = this.#stretches.flatMap((steps) =>
      [...steps]
        .toSorted(([a], [b]) => a - b)
        .flatMap(([step, { moments }]) => moments.map((moment) => ({ step, moment }))),
    );
    const of = (tag: string): Recorded[] => rows.map(({ moment }) => moment.get(tag));
    return {
      rows: rows.length,
      columns: [
        column(
          "step",
          rows.map(({ step }) => step),
        ),
        ...wanted.map((tag) => column(tag, of(tag), measureOf(tag, this.tags.get(tag)))),
      ],
    };
  }
}
