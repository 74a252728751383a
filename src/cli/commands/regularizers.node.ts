import type { Command } from "@commander-js/extra-typings";
import { fileName } from "../values.ts";

export const addRegularizers = (program: Command): void => {
  program
    .command("regularizers")
    .summary("list the techniques, or explain one")
    .description(
      "Lists the regularization techniques, or explains one: its formula and parameters, when to use it, what it goes with, and a picture that is drawn by running it.",
    )
    .argument("[NAME]", "the technique to explain")
    .option("--svg <FILE>", "write the picture of the technique to a file (.svg)", fileName(".svg"))
    .option("--json", "print it as one JSON document")
    .action(async (name, { svg, json }) => {
      const { explainRegularizer, listRegularizers } = await import("../explained.node.ts");
      return name === undefined ? listRegularizers(svg, json) : explainRegularizer(name, svg, json);
    });
};
