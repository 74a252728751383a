import type { Command } from "@commander-js/extra-typings";
import { withRecipeOptions } from "../recipe-options.ts";

export const addSummary = (program: Command): void => {
  const command = program
    .command("summary")
    .summary("list the layers of a model with their shapes and parameters")
    .description(
      "Lists the layers of the model that a recipe or data would be trained with: shapes of their outputs, and how many numbers each learns or keeps. It takes what train takes.",
    );
  withRecipeOptions(command)
    .option("--json", "print it as one JSON document")
    .action(async (argument, { json, ...flags }) => {
      const { readCommandLine } = await import("../recipe-argument.node.ts");
      const { asAsked } = await import("../misuse.ts");
      const { recipe, baseFolder, isOwn } = await readCommandLine(argument, flags);
      const { summarizeRecipe } = await import("../../train/index.node.ts");
      const { dataFolders } = await import("../../worker/index.ts");
      const { summaryTable } = await import("../../report/index.ts");
      const { print } = await import("../output.node.ts");
      const context = { baseFolder, dataFolders: dataFolders() };
      const summary = await asAsked(isOwn, () => summarizeRecipe(recipe, context));
      print(json, summary, () => summaryTable(summary));
    });
};
