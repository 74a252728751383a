import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { didYouMean, UserError } from "../src/base/index.ts";
import { type Seam, seamOrder } from "../src/seams/index.ts";
import { kinds } from "./kinds.ts";
import { type Names, regularizerTemplate, templates, testTemplate } from "./templates.ts";

const usage = `npm run new -- regularizer SEAM NAME, or one of ${Object.keys(templates).join(", ")} with a NAME`;

function fail(where: string, got: string, expected: string, hint?: string): never {
  throw new UserError({ where, got, expected, hint });
}

/** `gradientPenalty` and `gradient-penalty` are the same name. */
function namesOf(kind: string, word: string): Names & { readonly file: string } {
  const file = word.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(file)) {
    fail("The name", `"${word}"`, "letters and digits in camel case, such as gradientPenalty");
  }
  const name = file.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const title = file.charAt(0).toUpperCase() + file.slice(1).replaceAll("-", " ");
  // Data sources and signs are named like files, the others like code.
  return { file, name, title, id: kind === "dataset" || kind === "sign" ? file : name };
}

interface Draft {
  readonly folder: string;
  readonly text: (names: Names) => string;
}

function regularizerDraft(seam: string): Draft {
  const found = seamOrder.find((candidate) => candidate === seam);
  if (!found) fail("The seam", `"${seam}"`, `one of ${seamOrder.join(", ")}`, didYouMean(seam, seamOrder));
  return {
    folder: join("src/regularizers", found),
    text: (names) => regularizerTemplate(names, found as Seam),
  };
}

function draftOf(kind: string, words: readonly string[]): Draft & { readonly word: string } {
  const wanted = kind === "regularizer" ? 2 : 1;
  if (words.length !== wanted) fail("The command line", `${words.length} names`, usage);
  const word = words.at(-1) as string;
  if (kind === "regularizer") return { ...regularizerDraft(words[0] as string), word };
  const text = templates[kind] ?? fail("The kind", `"${kind}"`, usage);
  const folder = kind === "sign" ? "src/diagnose/signs" : kinds.find(({ name }) => name === kind)?.folder;
  return { folder: folder as string, text, word };
}

/**
 * Writes a new element and its test under `root`.
 * @returns what to tell: the files, and what to do next.
 * @throws UserError for an unknown kind or seam, or a name that is taken or no name.
 */
export function createElement(root: string, kind: string, words: readonly string[]): readonly string[] {
  const { folder, text, word } = draftOf(kind, words);
  const names = namesOf(kind, word);
  const source = join(folder, `${names.file}.ts`);
  const test = join(folder, `${names.file}.test.ts`);
  if (existsSync(join(root, source))) fail(source, "a file that exists", "a new name");
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, source), text(names));
  writeFileSync(join(root, test), testTemplate(names, names.file));
  const registered =
    kind === "sign"
      ? "add it to src/diagnose/signs/index.ts, where its evidence is to be told"
      : "npm run gen, which registers it";
  return [
    `wrote ${source}`,
    `wrote ${test}`,
    `next: ${registered}; then fill in both files (the test fails until it holds a case worked out by hand), and npm run check`,
  ];
}
