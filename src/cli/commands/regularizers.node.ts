import type { Command } from "@commander-js/extra-typings";

export const addRegularizers = (program: Command): void => {
  program
    .command("regularizers")
    .summary("list the techniques, or explain one")
    .description("Lists the regularization techniques, or explains one with its formula and parameters.")
    .argument("[NAME]", "the technique to explain")
    .option("--json", "print it as one JSON document")
    .action(async (name, { json }) => {
      const { describeRegularizer, regularizerData, regularizerList, regularizerTable } =
        await import("../../derive/index.ts");
      const { plainFormula } = await import("../../report/index.ts");
      const { asMisuse } = await import("../misuse.ts");
      const { outputSize, print } = await import("../output.node.ts");
      if (name === undefined) return print(json, regularizerList(), regularizerTable);
      return asMisuse(() =>
        print(json, regularizerData(name), () =>
          describeRegularizer(name, Math.min(100, outputSize().columns), plainFormula),
        ),
      );
    });
};
