import type { Evidence, SignId } from "../diagnose/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Prescription } from "./prescription.ts";

/** A change of the run itself, for signs that no technique treats. */
interface RunRemedy {
  readonly treats: readonly SignId[];
  readonly title: string;
  readonly reason: string;
  readonly watch: string;
  /** The recipe's field and its new value; nothing where no value can help. */
  change(recipe: Recipe, fact: Evidence): readonly [path: string, value: number | string] | undefined;
}

/** Epochs enough for a curve to show its course. */
const judgeable = 5;

/** A class with fewer than this share of an even one's rows is rare. */
const rare = 0.5;

/** A larger share of the rows for validation that answers what the noise left open; nothing when half of them are too few. */
function validationShare({ split }: Recipe, { numbers }: Evidence): number | undefined {
  const { rows = 0, moreRows = 0, trainRows = 0 } = numbers;
  const all = rows + trainRows;
  const needed = all > 0 ? Math.ceil((100 * (rows + moreRows)) / all) / 100 : 0;
  const stated = split.validation ?? 0;
  // From 1 on a split counts rows.
  const now = stated < 1 ? stated : all > 0 ? rows / all : 0;
  const next = Math.max(0.3, needed);
  return next > 0.5 || next <= now ? undefined : next;
}

const remedies: readonly RunRemedy[] = [
  {
    treats: ["too-short"],
    title: "Train longer",
    reason: `${judgeable} epochs show its course.`,
    watch: "What the verdict is then.",
    // A run that was allowed more and stopped before them would stop again.
    change: ({ epochs }) => (epochs < judgeable ? ["epochs", judgeable] : undefined),
  },
  {
    treats: ["still-improving", "underfitting"],
    title: "Train longer",
    reason: "There is more to learn than the epochs allowed.",
    watch: "Whether the validation loss still falls at the end.",
    change: ({ epochs }) => ["epochs", 2 * epochs],
  },
  {
    treats: ["diverged"],
    title: "Take smaller steps",
    reason: "Updates that overshoot are the usual cause.",
    watch: "Whether the training loss falls from the first epoch on.",
    change: ({ optimizer }) => [
      "optimizer.learningRate",
      Number((optimizer.learningRate / 10).toPrecision(6)),
    ],
  },
  {
    treats: ["class-gap"],
    title: "Weigh the classes alike",
    reason: "The class that loses most is rare, and a loss of all rows hardly sees it.",
    watch: "Whether the mean score of the classes gets better in validation.",
    change: ({ classWeights }, { numbers }) =>
      classWeights === undefined && (numbers["rarity"] ?? 1) < rare
        ? ["classWeights", "balanced"]
        : undefined,
  },
  {
    treats: ["no-validation"],
    title: "Hold out a validation part",
    reason: "Only examples that training does not see tell whether it overfits.",
    watch: "The gap between the training and the validation score.",
    change: () => ["split.validation", 0.2],
  },
  {
    treats: ["noisy-validation"],
    title: "Hold out more for validation",
    reason: "More examples make the scores steadier.",
    watch: "Whether the verdict is the same with more validation examples.",
    change: (recipe, fact) => {
      const share = validationShare(recipe, fact);
      return share === undefined ? undefined : ["split.validation", share];
    },
  },
];

/** `optimizer.learningRate` and 0.1 as `{ optimizer: { learningRate: 0.1 } }`. */
const nested = (path: string, value: number | string): Record<string, unknown> =>
  path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

/** The changes of a run that treat one piece of evidence. */
export const runRemedies = (fact: Evidence, recipe: Recipe): Prescription[] =>
  remedies
    .filter(({ treats }) => (treats as readonly string[]).includes(fact.sign))
    .flatMap(({ title, reason, watch, change }) => {
      const changed = change(recipe, fact);
      if (changed === undefined) return [];
      const [path, value] = changed;
      return {
        use: path,
        title,
        reason: `${fact.sentence} ${reason}`,
        setting: nested(path, value),
        flag: `--set ${path}=${value}`,
        watch,
      };
    });
