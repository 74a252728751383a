/** A formula as a tree that HTML can show. */
export type Formula =
  | { readonly kind: "text"; readonly text: string; readonly upright: boolean }
  | { readonly kind: "above" | "below" | "group"; readonly parts: readonly Formula[] };

/** Reads "name sign name sign …"; each sign is set between `around` and `around`. */
function signs(list: string, around = ""): [string, string][] {
  const words = list.trim().split(/\s+/);
  return words.flatMap((word, i): [string, string][] =>
    i % 2 === 0 ? [[word, `${around}${words[i + 1] ?? ""}${around}`]] : [],
  );
}

const symbols = new Map([
  ...signs(`
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π
    rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Sigma Σ Phi Φ Psi Ψ
    Omega Ω nabla ∇ partial ∂ infty ∞ ell ℓ vert | Vert ‖ lVert ‖ rVert ‖ lvert | rvert | langle ⟨ rangle ⟩
    lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ top ⊤ ldots … dots … cdots ⋯ forall ∀ exists ∃ prime ′ int ∫`),
  ...signs(
    `in ∈ notin ∉ sim ∼ approx ≈ neq ≠ ne ≠ le ≤ leq ≤ ge ≥ geq ≥ ll ≪ gg ≫ to → rightarrow → leftarrow ← gets ←
    mapsto ↦ propto ∝ equiv ≡ pm ± times × cdot · odot ⊙ circ ∘ oplus ⊕ otimes ⊗ mid | cup ∪ cap ∩ subset ⊂`,
    " ",
  ),
  ["sum", " ∑"],
  ["prod", " ∏"],
  ["quad", "  "],
  ["qquad", "   "],
]);
const punctuation: Readonly<Record<string, string>> = {
  "|": "‖",
  ",": " ",
  ";": " ",
  ":": " ",
  " ": " ",
  "!": "",
  "\\": " ",
};
const accents: Readonly<Record<string, string>> = {
  hat: "\u0302",
  widehat: "\u0302",
  bar: "\u0304",
  overline: "\u0304",
  tilde: "\u0303",
  widetilde: "\u0303",
  dot: "\u0307",
  vec: "\u20D7",
};
const operators: Readonly<Record<string, string>> = {
  "-": " − ",
  "=": " = ",
  "+": " + ",
  "<": " < ",
  ">": " > ",
  "'": "′",
  "*": " ∗ ",
  ",": ", ",
  "&": "",
  "~": " ",
};
/** Commands that only set a typeface or a size. */
const typefaces =
  /^(math(bf|it|cal|bb|sf|frak|rm)|boldsymbol|text(bf|it|rm)?|operatorname|mathrm|left|right|big[lr]?|Big[lr]?|displaystyle)$/;
const uprightTypefaces = /^(text|mathrm|operatorname|mathbb)/;

const text = (content: string, upright: boolean): Formula => ({ kind: "text", text: content, upright });
const group = (parts: readonly Formula[]): Formula => ({ kind: "group", parts });

/** The text of a formula without its structure. */
export const formulaText = (formula: Formula): string =>
  formula.kind === "text" ? formula.text : formula.parts.map(formulaText).join("");

const isSingle = (formula: Formula): boolean => Array.from(formulaText(formula).trim()).length <= 1;
const parenthesized = (formula: Formula): Formula =>
  isSingle(formula) ? formula : group([text("(", true), formula, text(")", true)]);

function tokenize(latex: string): string[] {
  return latex.match(/\\[A-Za-z]+|\\.|[A-Za-z]+|\d+(?:\.\d+)?|\s+|./gsu) ?? [];
}

/** Reads tokens from the front; unbalanced braces are taken as if closed at the end. */
class Reader {
  readonly #tokens: string[];
  #at = 0;

  constructor(latex: string) {
    this.#tokens = tokenize(latex);
  }

  /** Everything; a closing brace too many is passed over. */
  whole(): Formula {
    const parts: Formula[] = [];
    while (this.#at < this.#tokens.length) parts.push(this.#sequence(false));
    return group(parts);
  }

  /** Everything up to the closing brace or the end. */
  #sequence(upright: boolean): Formula {
    const parts: Formula[] = [];
    while (this.#at < this.#tokens.length && this.#tokens[this.#at] !== "}") parts.push(this.#atom(upright));
    this.#at++;
    return group(parts);
  }

  #atom(upright: boolean): Formula {
    const token = this.#tokens[this.#at++] ?? "";
    if (token === "{") return this.#sequence(upright);
    if (token === "^") return { kind: "above", parts: [this.#argument(upright)] };
    if (token === "_") return { kind: "below", parts: [this.#argument(upright)] };
    if (/^\\[A-Za-z]/.test(token)) return this.#command(token.slice(1), upright);
    if (token.startsWith("\\")) return text(punctuation[token.slice(1)] ?? token.slice(1), true);
    if (/^\s+$/.test(token)) return text(upright ? " " : "", true);
    return text(operators[token] ?? token, upright || !/^[A-Za-z]+$/.test(token));
  }

  /** What a command or an index applies to: the next group, command or character. */
  #argument(upright: boolean): Formula {
    while (/^\s+$/.test(this.#tokens[this.#at] ?? "")) this.#at++;
    const token = this.#tokens[this.#at] ?? "}";
    if (token === "}") return group([]);
    if (/^[A-Za-z\d.]{2,}$/.test(token)) {
      this.#tokens[this.#at] = token.slice(1);
      return text(token.slice(0, 1), upright || /^\d/.test(token));
    }
    const argument = this.#atom(upright);
    return argument.kind === "text" ? { ...argument, text: argument.text.trim() } : argument;
  }

  #command(name: string, upright: boolean): Formula {
    if (name === "frac" || name === "tfrac" || name === "dfrac") {
      const [over, under] = [this.#argument(upright), this.#argument(upright)];
      return group([parenthesized(over), text("/", true), parenthesized(under)]);
    }
    if (name === "sqrt") return group([text("√", true), parenthesized(this.#argument(upright))]);
    const accent = accents[name];
    if (accent !== undefined) return text(`${formulaText(this.#argument(upright))}${accent}`, upright);
    if (/^(left|right)$/.test(name) && this.#tokens[this.#at] === ".") this.#at++;
    if (typefaces.test(name))
      return /^(left|right|[bB]ig|displaystyle)/.test(name)
        ? group([])
        : this.#argument(upright || uprightTypefaces.test(name));
    return text(symbols.get(name) ?? ` ${name} `, true);
  }
}

/**
 * Reads the LaTeX of short formulas: letters, indices, fractions, roots, accents and common symbols. An unknown
 * command stands as its name.
 */
export const parseLatex = (latex: string): Formula => new Reader(latex).whole();
