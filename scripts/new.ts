// npm run new -- regularizer SEAM NAME | layer NAME | model NAME | loss NAME | optimizer NAME | schedule NAME | metric NAME |
// dataset NAME | sign NAME: writes an element and its test from templates that compile.
import { UserError } from "../src/base/index.ts";
import { createElement } from "./create.ts";

try {
  const [kind = "", ...words] = process.argv.slice(2);
  console.log(createElement(process.cwd(), kind, words).join("\n"));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
