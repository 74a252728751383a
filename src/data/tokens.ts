// Words, numbers and marks of texts as whole numbers. What counts as a word is Unicode's rule, as Intl.Segmenter has it.
import { bug } from "../base/index.ts";
import type { Texts, TokenInputs, VocabularyLimits } from "./dataset.ts";

/** The first two numbers of every vocabulary, by what stands there. */
const reserved = ["<padding>", "<unknown>"] as const;
const unknown = reserved.indexOf("<unknown>");

// The language is fixed: that of the machine must not change what a run learns from.
const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/**
 * The tokens of a text: words, runs of digits, and each mark or symbol by itself; blanks separate and are gone. Digits
 * are written 0, so that all numbers with equally many digits are the same token.
 */
export function tokenize(text: string, lowerCase: boolean): string[] {
  const normal = (lowerCase ? text.toLowerCase() : text).normalize("NFC");
  const spread = normal.replaceAll(/\p{Nd}+/gu, (digits) => ` ${"0".repeat([...digits].length)} `);
  return Array.from(segmenter.segment(spread), ({ segment }) => segment.trim()).filter(
    (segment) => segment !== "",
  );
}

/** The tokens that a model knows, by number: the most frequent ones of some texts, those of equal frequency in order. */
function fitVocabulary(tokenized: readonly (readonly string[])[], limits: VocabularyLimits): string[] {
  const counts = new Map<string, number>();
  for (const token of tokenized.flat()) counts.set(token, (counts.get(token) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= limits.minimumCount)
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, limits.vocabularySize);
  return [...reserved, ...kept.map(([token]) => token)];
}

/** `[texts, length]`: the numbers of the first tokens of each text, padded at the end. */
function encode(
  tokenized: readonly (readonly string[])[],
  vocabulary: readonly string[],
  length: number,
): Int32Array {
  const numbers = new Map(vocabulary.map((token, number) => [token, number]));
  const ids = new Int32Array(tokenized.length * length);
  tokenized.forEach((tokens, row) =>
    tokens.slice(0, length).forEach((token, i) => {
      ids[row * length + i] = numbers.get(token) ?? unknown;
    }),
  );
  return ids;
}

/** The vocabulary, and a length that no training text exceeds without need, from the training rows alone. */
export function tokensOf(inputs: Texts, trainRows: Int32Array): TokenInputs {
  const { texts, lowerCase } = inputs;
  const tokenized = texts.map((text) => tokenize(text, lowerCase));
  const training = Array.from(trainRows, (row) => tokenized[row] ?? bug("a training row without a text"));
  const longest = training.reduce((most, tokens) => Math.max(most, tokens.length), 1);
  const length = Math.min(inputs.maximumLength, longest);
  const vocabulary = fitVocabulary(training, inputs);
  return {
    kind: "tokens",
    shape: [length],
    values: encode(tokenized, vocabulary, length),
    vocabulary,
    lowerCase,
  };
}

/** How a model reads texts. */
export interface TokenReading {
  readonly vocabulary: readonly string[];
  readonly lowerCase: boolean;
  /** How many tokens of a text it takes. */
  readonly length: number;
}

/** The token numbers of texts for a model, `[texts, length]`. */
export const tokenNumbers = (
  texts: readonly string[],
  { vocabulary, lowerCase, length }: TokenReading,
): Int32Array =>
  encode(
    texts.map((text) => tokenize(text, lowerCase)),
    vocabulary,
    length,
  );
