import { oneOf, UserError } from "../base/index.ts";
import { scopeOf } from "../recipe/index.ts";
import type { Drawing } from "../draw/index.ts";
import { homeOf, type Regularizer } from "../seams/index.ts";
import { type ParameterRow, registry, rowsOf, strengthOf, techniques } from "./parameters.ts";
import { drawTechnique } from "./pictures/index.ts";
import {
  citation,
  needWords,
  rangeText,
  searchText,
  seamTitles,
  seamManners,
  settingText,
  titleOfSign,
} from "./words.ts";

/** A technique as `ockham regularizers --json` tells it. */
export interface Description {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly seam: string;
  readonly formula: string;
  /** The parameter that `--with NAME=value` sets. */
  readonly strength: string;
  readonly parameters: readonly (Omit<ParameterRow, "regularizer"> & { readonly range: string })[];
  /** What its entry in a recipe may say besides: where and when it acts. */
  readonly scope: readonly string[];
  readonly treats: readonly string[];
  readonly needs: readonly string[];
  /** What it goes with and what it works against, in sentences. */
  readonly interactions: readonly string[];
  readonly references: Regularizer["references"];
  readonly source: readonly string[];
}

const describe = (technique: Regularizer): Description => {
  const { id, title, summary, formula, strength, treats, needs, references, source } = technique;
  const parameters = rowsOf(technique).map((row) => {
    const { regularizer: _, ...facts } = row;
    return { ...facts, range: rangeText(row) };
  });
  const seam = homeOf(technique);
  const scope = Object.keys(scopeOf(technique));
  return {
    id,
    title,
    summary,
    seam,
    formula,
    strength,
    parameters,
    scope,
    treats,
    needs,
    interactions: [...technique.interactions, seamManners[seam]],
    references,
    source,
  };
};

/** All techniques as data, in the order of their seams. */
export const regularizerList = (): readonly Description[] => techniques.map(describe);

/** @throws UserError for an unknown name. */
function techniqueOf(id: string): Regularizer {
  const found = Object.hasOwn(registry, id) ? registry[id] : undefined;
  if (found) return found;
  throw new UserError({ where: "regularizers", got: `"${id}"`, ...oneOf(id, Object.keys(registry)) });
}

/** One technique as data. @throws UserError for an unknown name. */
export const regularizerData = (id: string): Description => describe(techniqueOf(id));

/** What a technique does, drawn by running it. @throws UserError for an unknown name. */
export const drawRegularizer = async (id: string): Promise<Drawing> => drawTechnique(techniqueOf(id));

/** Rows of texts as columns, two spaces apart; the last column is left ragged. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) =>
          i === row.length - 1 ? cell : cell + " ".repeat((widths[i] as number) - [...cell].length),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Text of at most `width` columns a line, each line after the first indented. */
export const wrap = (text: string, width: number, indent = ""): string => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join("\n");
};

/** Where the last of the columns begins. */
const lastColumn = (rows: readonly (readonly string[])[]): number =>
  Math.max(
    ...columns(rows.map((row) => [...row.slice(0, -1), "|"]))
      .split("\n")
      .map((line) => [...line].length),
  ) - 1;

/** Rows as columns, the last of which is broken into lines that stay within `width`. */
function wrapLast(rows: readonly (readonly string[])[], width: number): string {
  const start = lastColumn(rows);
  const lineBreak = `\n${" ".repeat(start)}`;
  return columns(
    rows.map((row) => [
      ...row.slice(0, -1),
      wrap(row.at(-1) ?? "", width - start).replaceAll("\n", lineBreak),
    ]),
  );
}

/** The narrowest column that a sentence can be read in. */
const leastWidth = 24;

/** The parameters of a technique: as a table, or under each other where that leaves too little for what they mean. */
function parametersText(technique: Regularizer, width: number): string {
  const rows = rowsOf(technique).map((row) => [
    row.name,
    rangeText(row),
    settingText(row.default),
    searchText(row),
    row.description,
  ]);
  const head = ["parameter", "accepts", "default", "search", "meaning"];
  const table = [head, ...rows];
  if (width - lastColumn(table) >= leastWidth) return wrapLast(table, width);
  const entries = rows.map(([name = "", accepts = "", usual = "", search = "", meaning = ""]) => {
    const facts = [accepts, `default ${usual}`, ...(search ? [`search ${search}`] : [])].join("; ");
    const below = wrap(meaning, width - 4).replaceAll("\n", "\n    ");
    return `${wrap(`${name}: ${facts}`, width, "  ")}\n    ${below}`;
  });
  return ["Parameters:", ...entries].join("\n");
}

/** The table of `ockham regularizers`: one line for each technique. */
export function regularizerTable(): string {
  const rows = techniques.map((technique) => {
    const strength = strengthOf(technique);
    return [
      technique.id,
      homeOf(technique),
      strength.name,
      rangeText(strength),
      settingText(strength.default),
      technique.treats.join(", "),
    ];
  });
  return columns([["name", "seam", "strength", "range", "default", "treats"], ...rows]);
}

const list = (head: string, items: readonly string[], width: number): string =>
  [head, ...items.map((item) => wrap(`- ${item}`, width, "  "))].join("\n");

/**
 * The page of `ockham regularizers NAME`: what it does, its formula and parameters, when to use it.
 * @param width columns of the terminal.
 * @param readable makes text of a formula in LaTeX.
 * @throws UserError for an unknown name.
 */
export function describeRegularizer(
  id: string,
  width = 100,
  readable: (latex: string) => string = (latex) => latex,
): string {
  const technique = techniqueOf(id);
  const strength = strengthOf(technique);
  const seam = homeOf(technique);
  const scope = Object.keys(scopeOf(technique));
  const paragraphs = [
    `${technique.title} (${technique.id})`,
    wrap(technique.summary, width),
    `Acts on: ${seam} (${seamTitles[seam].toLowerCase()})\n${wrap(`Formula: ${readable(technique.formula)}`, width, "  ")}`,
    parametersText(technique, width),
    wrap(`Use it against: ${technique.treats.map(titleOfSign).join("; ")}.`, width),
    ...(technique.needs.length > 0
      ? [wrap(`It needs ${technique.needs.map((need) => needWords[need]).join(" and ")}.`, width)]
      : []),
    ...(scope.length > 0 ? [`It takes besides: ${scope.join(", ")}.`] : []),
    list("Interactions:", [...technique.interactions, seamManners[seam]], width),
    `Try: --with ${technique.id}=${settingText(strength.default)} (sets ${strength.name})`,
    list(
      "References:",
      technique.references.map((reference) => `${citation(reference)} ${reference.url}`),
      width,
    ),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
