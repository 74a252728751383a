import { nearest, UserError } from "../base/index.ts";
import { signs } from "../diagnose/index.ts";
import { scopeOf } from "../recipe/index.ts";
import type { Drawing } from "../draw/index.ts";
import { homeOf, type Regularizer } from "../seams/index.ts";
import { type ParameterRow, registry, rowsOf, strengthOf, techniques } from "./parameters.ts";
import { drawTechnique } from "./pictures/index.ts";
import { citation, needWords, rangeText, searchText, seamTitles, seamManners, settingText } from "./words.ts";

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
  const { interactions = [] } = technique;
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
    interactions: [...interactions, seamManners[seam]],
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
  const ids = Object.keys(registry);
  const near = nearest(id, ids);
  throw new UserError({
    where: "regularizers",
    got: `"${id}"`,
    expected: `one of ${ids.join(", ")}`,
    hint: near && `Did you mean "${near}"?`,
  });
}

/** One technique as data. @throws UserError for an unknown name. */
export const regularizerData = (id: string): Description => describe(techniqueOf(id));

/** What a technique does, drawn by running it. @throws UserError for an unknown name. */
export const drawRegularizer = async (id: string): Promise<Drawing> => drawTechnique(techniqueOf(id));

const titleOfSign = (id: string): string => signs.find((sign) => sign.id === id)?.title ?? id;

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

/** Rows whose last cells are broken into lines that stay within `width`, where enough of it is left for them. */
function wrapLast(rows: readonly (readonly string[])[], width: number): readonly (readonly string[])[] {
  const before = columns(rows.map((row) => [...row.slice(0, -1), "|"])).split("\n");
  const start = Math.max(...before.map((line) => [...line].length)) - 1;
  const lineBreak = `\n${" ".repeat(start)}`;
  if (width - start < 24) return rows;
  return rows.map((row) => [
    ...row.slice(0, -1),
    wrap(row.at(-1) ?? "", width - start).replaceAll("\n", lineBreak),
  ]);
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
  const rows = rowsOf(technique);
  const strength = strengthOf(technique);
  const seam = homeOf(technique);
  const scope = Object.keys(scopeOf(technique));
  const parameters = rows.map((row) => [
    row.name,
    rangeText(row),
    settingText(row.default),
    searchText(row),
    row.description,
  ]);
  const paragraphs = [
    `${technique.title} (${technique.id})`,
    wrap(technique.summary, width),
    `Acts on: ${seam} (${seamTitles[seam].toLowerCase()})\n${wrap(`Formula: ${readable(technique.formula)}`, width, "  ")}`,
    columns(wrapLast([["parameter", "accepts", "default", "search", "meaning"], ...parameters], width)),
    wrap(`Use it against: ${technique.treats.map(titleOfSign).join("; ")}.`, width),
    ...(technique.needs.length > 0
      ? [`It needs ${technique.needs.map((need) => needWords[need]).join(" and ")}.`]
      : []),
    ...(scope.length > 0 ? [`It takes besides: ${scope.join(", ")}.`] : []),
    list("Interactions:", [...(technique.interactions ?? []), seamManners[seam]], width),
    `Try: --with ${technique.id}=${settingText(strength.default)}`,
    list(
      "References:",
      technique.references.map((reference) => `${citation(reference)} ${reference.url}`),
      width,
    ),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
