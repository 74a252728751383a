import { didYouMean, UserError } from "../base/index.ts";
import { type Convention, type Quantities, rateOf, type Regularizer, strengthFor } from "../seams/index.ts";
import { frameworks, type Words } from "./frameworks.ts";
import { techniques } from "./parameters.ts";

/** A convention with the name that it is asked for by, and how it is written. */
interface Named {
  readonly name: string;
  readonly title: string;
  readonly convention: Convention;
  readonly code: (words: Words) => string;
  readonly notes: readonly string[];
  /** Whether it is what is meant where nothing is said. */
  readonly isUsual: boolean;
}

/** The conventions of a technique: under its own name where it has one, else by the names that it gives them. */
function conventionsOf({ id, title, strength, params, conventions = {} }: Regularizer): Named[] {
  const usual = params["convention"]?.facts.default;
  const named = Object.entries(conventions);
  return named.map(([key, convention]) => ({
    name: named.length > 1 ? key : id,
    title,
    convention,
    code: ({ value }) =>
      usual === undefined || usual === key
        ? `npx ockham train --with ${id}=${value}`
        : `{"use": "${id}", "${strength}": ${value}, "convention": "${key}"} in a recipe's regularizers`,
    notes: [],
    isUsual: usual === key,
  }));
}

const known: readonly Named[] = [
  ...techniques.flatMap(conventionsOf),
  ...Object.entries(frameworks).map(([name, { title, code, notes, ...convention }]) => ({
    name,
    title,
    convention,
    code,
    notes,
    isUsual: false,
  })),
];

/** The names that a strength can be asked for in. */
export const conventionNames: readonly string[] = known.map(({ name }) => name);

/** A strength, and the run that it is for as far as it is known. */
export interface Question {
  /** The name of its convention; the usual one when absent. */
  readonly from?: string | undefined;
  readonly value: number;
  readonly quantities: Quantities;
  readonly learningRate?: number | undefined;
  readonly epochs?: number | undefined;
}

/** A strength in one convention. */
export interface Translated extends Pick<Named, "name" | "title" | "notes"> {
  readonly formula: string;
  /** Absent where it takes a quantity that is not known. */
  readonly value?: number;
  readonly needs?: keyof Quantities;
  readonly code: string;
}

export interface Translation {
  readonly from: string;
  readonly value: number;
  readonly formula: string;
  /** Each update of plain SGD takes η · rate · w off a weight w. */
  readonly rate: number;
  readonly quantities: Quantities;
  readonly learningRate?: number | undefined;
  readonly conventions: readonly Translated[];
  /** The factors by which plain SGD shrinks every weight whose loss has no gradient. */
  readonly shrink?: { readonly perStep: number; readonly perEpoch?: number; readonly stepsPerEpoch?: number };
  /** Why the strength can hardly be meant. */
  readonly warning?: string;
}

const flagOf: Readonly<Record<keyof Quantities, string>> = {
  rows: "--rows",
  batch: "--batch",
  deviation: "--deviation",
};

const meaningOf: Readonly<Record<keyof Quantities, string>> = {
  rows: "the number of training rows, which the convention divides by",
  batch: "the number of rows in a batch, which the convention divides by",
  deviation: "the standard deviation of the target, which the convention divides by",
};

function conventionNamed(name: string | undefined): Named {
  const found = known.find((each) => (name === undefined ? each.isUsual : each.name === name));
  if (found) return found;
  throw new UserError({
    where: "--from",
    got: `"${name}"`,
    expected: `one of ${conventionNames.join(", ")}`,
    hint: didYouMean(name ?? "", conventionNames),
  });
}

/** A number with as many digits as matter. */
export const shortNumber = (value: number): string => String(Number(value.toPrecision(6)));

const shown = (value: number | undefined): string => (value === undefined ? "…" : shortNumber(value));

function inConvention(each: Named, rate: number, { quantities, learningRate }: Question): Translated {
  const { name, title, convention, code, notes } = each;
  const { per, formula } = convention;
  const isKnown = per === undefined || quantities[per] !== undefined;
  const value = isKnown ? strengthFor(rate, convention, quantities) : undefined;
  const words = { value: shown(value), learningRate: shown(learningRate), batch: shown(quantities.batch) };
  return {
    name,
    title,
    formula,
    ...(value === undefined ? { needs: per as keyof Quantities } : { value }),
    code: code(words),
    notes,
  };
}

function shrinkOf(rate: number, { quantities, learningRate }: Question): Translation["shrink"] {
  if (learningRate === undefined) return undefined;
  const perStep = 1 - learningRate * rate;
  const { rows, batch } = quantities;
  if (rows === undefined || batch === undefined) return { perStep };
  const stepsPerEpoch = Math.ceil(rows / batch);
  return { perStep, perEpoch: perStep ** stepsPerEpoch, stepsPerEpoch };
}

/** What the technique with the usual convention has to say about its strength in the run. */
function warningOf(rate: number, { quantities, learningRate, epochs }: Question): string | undefined {
  const technique = techniques.find((each) => conventionsOf(each).some(({ isUsual }) => isUsual));
  const { rows, batch } = quantities;
  if (!technique || [rows, batch, learningRate, epochs].includes(undefined)) return undefined;
  const strength = strengthFor(rate, conventionNamed(undefined).convention, quantities);
  const settings = {
    [technique.strength]: strength,
    convention: technique.params["convention"]?.facts.default,
  };
  const scale = {
    learningRate: learningRate as number,
    trainingRows: rows as number,
    stepsPerEpoch: Math.ceil((rows as number) / (batch as number)),
    epochs: epochs as number,
  };
  return technique.effect?.(settings, scale).warning;
}

/**
 * A strength of L2 in all conventions.
 * @throws UserError for an unknown convention, a negative strength, or a quantity that the convention takes and nobody gave.
 */
export function translateStrength(question: Question): Translation {
  const { value, quantities, learningRate } = question;
  const { name, convention } = conventionNamed(question.from);
  const { per } = convention;
  if (!(value >= 0 && Number.isFinite(value)))
    throw new UserError({ where: "--lambda", got: String(value), expected: "a number of at least 0" });
  if (per !== undefined && quantities[per] === undefined)
    throw new UserError({
      where: flagOf[per],
      got: "nothing",
      expected: meaningOf[per],
      hint: `It is for ${name}; a recipe, a run or data tells it too`,
    });
  const rate = rateOf(value, convention, quantities);
  const shrink = shrinkOf(rate, question);
  const warning = warningOf(rate, question);
  return {
    from: name,
    value,
    formula: convention.formula,
    rate,
    quantities,
    learningRate,
    conventions: known.map((each) => inConvention(each, rate, question)),
    ...(shrink && { shrink }),
    ...(warning !== undefined && { warning }),
  };
}

/** The strength of the first technique of a recipe that has one which can be translated, with its convention. */
export function strengthIn(
  entries: readonly { readonly use: string; readonly [setting: string]: unknown }[],
): { readonly from: string; readonly value: number } | undefined {
  for (const { use, ...settings } of entries) {
    const technique = techniques.find(({ id }) => id === use);
    const own = technique ? conventionsOf(technique) : [];
    const chosen = own.find(({ name }) => own.length === 1 || name === settings["convention"]);
    if (technique && chosen) return { from: chosen.name, value: Number(settings[technique.strength]) };
  }
  return undefined;
}

/** The flag that gives a quantity. */
export const quantityFlag = (quantity: keyof Quantities): string => flagOf[quantity];
