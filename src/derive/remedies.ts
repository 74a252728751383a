import type { Evidence, SignId } from "../diagnose/index.ts";
import type { Recipe } from "../recipe/index.ts";
import type { Prescription } from "./prescription.ts";

/** A change of the run itself, for signs that no technique treats. */
interface RunRemedy {
  readonly treats: readonly SignId[];
  readonly title: string;
  readonly reason: string;
  readonly watch: string;
  /** The recipe's field and its new value. */
  change(recipe: Recipe): readonly [path: string, value: number];
}

const remedies: readonly RunRemedy[] = [
  {
    treats: ["still-improving", "too-short", "underfitting"],
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
    change: () => ["split.validation", 0.3],
  },
];

/** `optimizer.learningRate` and 0.1 as `{ optimizer: { learningRate: 0.1 } }`. */
const nested = (path: string, value: number): Record<string, unknown> =>
  path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

/** The changes of a run that treat one piece of evidence. */
export const runRemedies = ({ sign, sentence }: Evidence, recipe: Recipe): Prescription[] =>
  remedies
    .filter(({ treats }) => (treats as readonly string[]).includes(sign))
    .map(({ title, reason, watch, change }) => {
      const [path, value] = change(recipe);
      return {
        use: path,
        title,
        reason: `${sentence} ${reason}`,
        setting: nested(path, value),
        flag: `--set ${path}=${value}`,
        watch,
      };
    });
