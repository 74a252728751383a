import { type Formula, parseLatex } from "./latex.ts";

const joined = (parts: readonly Formula[]): string => parts.map(marked).join("");

/** A formula as text; a private character stands after what is set below, where a space may be needed. */
function marked(formula: Formula): string {
  if (formula.kind === "text") return formula.text;
  const inside = joined(formula.parts);
  if (formula.kind === "group") return inside;
  const set = Array.from(inside.trim()).length > 1 ? `(${inside.trim()})` : inside.trim();
  return formula.kind === "above" ? `^${set}` : `_${set}\uE000`;
}

/** A LaTeX formula as a line of plain text, such as `λ/2 ∑_w w^2`. */
export const plainFormula = (latex: string): string =>
  marked(parseLatex(latex))
    .replaceAll(/\uE000(?=[\p{L}\d])/gu, " ")
    .replaceAll("\uE000", "")
    .replaceAll(/\s+(?=_)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
