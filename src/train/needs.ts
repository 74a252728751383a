import { UserError } from "../base/index.ts";
import type { Inputs, Part } from "../data/index.ts";
import type { Need } from "../seams/index.ts";
import type { Model } from "./model.ts";
import type { Technique } from "./techniques.ts";

interface Situation {
  readonly task: "classification" | "regression";
  readonly inputs: Inputs;
  readonly rows: Readonly<Record<Part, Int32Array>>;
  readonly model: Model;
}

interface Check {
  readonly isMet: (situation: Situation) => boolean;
  readonly expected: string;
  readonly hint: string;
}

const checks: Record<Need, Check> = {
  classification: {
    isMet: ({ task }) => task === "classification",
    expected: "a technique for a regression",
    hint: "It acts on class probabilities, and these targets are numbers",
  },
  images: {
    isMet: ({ inputs }) => inputs.kind === "image",
    expected: "a technique for tables",
    hint: "It acts on images",
  },
  validation: {
    isMet: ({ rows }) => rows.validation.length > 0,
    expected: "a validation part to watch",
    hint: "Raise split.validation, or leave the technique out",
  },
  hiddenLayers: {
    isMet: ({ model }) => model.sites.some(({ kind }) => kind === "hidden"),
    expected: "a model with a hidden layer for it to act on",
    hint: "Add a hidden layer, or leave the technique out",
  },
};

/** @throws UserError when a technique cannot act in the run. */
export function checkNeeds(techniques: readonly Technique[], situation: Situation): void {
  techniques.forEach(({ regularizer }, i) => {
    const unmet = regularizer.needs.map((need) => checks[need]).find(({ isMet }) => !isMet(situation));
    if (unmet)
      throw new UserError({
        where: `regularizers[${i}]`,
        got: `"${regularizer.id}"`,
        expected: unmet.expected,
        hint: unmet.hint,
      });
  });
}
