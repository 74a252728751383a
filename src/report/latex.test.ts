import { expect, test } from "vitest";
import { renderToString } from "preact-render-to-string";
import { FormulaView } from "./formula.tsx";
import { formulaText, parseLatex } from "./latex.ts";

const html = (latex: string): string =>
  renderToString(FormulaView({ latex })).replace('<p class="formula">', "").replace("</p>", "");

test.each([
  [String.raw`\lambda \|w\|_2`, "λ‖<i>w</i>‖<sub>2</sub>"],
  [String.raw`\frac{\lambda}{2n} \sum_w w^2`, "λ/(2<i>n</i>) ∑<sub><i>w</i></sub><i>w</i><sup>2</sup>"],
  [String.raw`h \odot m / (1 - p)`, "<i>h</i> ⊙ <i>m</i>/(1 − <i>p</i>)"],
  [String.raw`m \sim \mathrm{Bernoulli}(1 - p)`, "<i>m</i> ∼ Bernoulli(1 − <i>p</i>)"],
  [String.raw`\hat y_{ij}`, "<i>y\u0302</i><sub><i>ij</i></sub>"],
  [String.raw`w \leftarrow w - \eta \nabla L`, "<i>w</i> ← <i>w</i> − η∇<i>L</i>"],
  [String.raw`\left( a \right)^{10}`, "(<i>a</i>)<sup>10</sup>"],
  ["x^23", "<i>x</i><sup>2</sup>3"],
  [String.raw`\sqrt{a+b}`, "√(<i>a</i> + <i>b</i>)"],
  [String.raw`\text{mean of } x`, "mean of <i>x</i>"],
])("%s is shown as %s", (latex, expected) => {
  expect(html(latex)).toBe(expected);
});

test("what is not understood stays readable, and nothing makes it fail", () => {
  expect(formulaText(parseLatex(String.raw`\unknown{x}`))).toBe(" unknown x");
  for (const broken of ["{", "}", "^", "_", "\\", "\\frac", "\\frac{a", "a}b", "\\hat", "\\left", "$$"])
    expect(() => parseLatex(broken)).not.toThrow();
  expect(html("<b>&")).toBe(" &lt; <i>b</i> &gt; ".replace("&gt;", ">"));
});

test("text after a brace too many is not lost", () => {
  expect(formulaText(parseLatex("a}b"))).toBe("ab");
});
