import type { VNode } from "preact";
import { type Formula, parseLatex } from "./latex.ts";

function Part({ formula }: { readonly formula: Formula }): VNode {
  if (formula.kind === "text") return formula.upright ? <>{formula.text}</> : <i>{formula.text}</i>;
  const parts = formula.parts.map((part) => <Part formula={part} />);
  if (formula.kind === "above") return <sup>{parts}</sup>;
  return formula.kind === "below" ? <sub>{parts}</sub> : <>{parts}</>;
}

/** A formula in LaTeX as plain HTML, on a line of its own. */
export const FormulaView = ({ latex }: { readonly latex: string }): VNode => (
  <p class="formula">
    <Part formula={parseLatex(latex)} />
  </p>
);
