import type { Command } from "@commander-js/extra-typings";
import type { Names } from "../names.ts";
import { withRecipeOptions } from "../recipe-options.ts";
import { number, whole } from "../values.ts";

const about =
  "Tells what a strength of L2 regularization (weight decay) is called elsewhere: in the conventions of Ockham, Keras, PyTorch, scikit-learn and glmnet, each with its formula and a line of code, and how fast weights shrink under it.";

const more = (names: Names | undefined): string =>
  names === undefined
    ? ""
    : `
Conventions for --from: ${names.conventions.join(", ")}.

Examples:
  ockham translate --lambda 5 --rows 1000 --batch 10 --lr 0.5
  ockham translate --from keras:1e-4 --rows 50000
  ockham translate mnist --with l2=5
  ockham translate runs/001-mnist --from pytorch:0.0005`;

export const addTranslate = (program: Command, names: Names | undefined): void => {
  const command = program
    .command("translate")
    .summary("say a strength of L2 in the words of other programs")
    .description(about);
  withRecipeOptions(command, "Where it is given, rows, batch and learning rate come from it")
    .option("--lambda <VALUE>", "the strength; that in the recipe when absent", number(0))
    .option("--from <NAME[:VALUE]>", "the convention that the strength is in, with it or without")
    .option("--n, --rows <N>", "number of training rows", whole(1))
    .option("--batch <N>", "rows in a batch", whole(1))
    .option("--lr <RATE>", "learning rate", number(0, { above: true }))
    .option("--deviation <S>", "standard deviation of the target", number(0, { above: true }))
    .option("--json", "print it as one JSON document")
    .addHelpText("after", more(names))
    .action(async (argument, { json, ...flags }) => {
      const { questionOf } = await import("../translation.node.ts");
      const { translateStrength, translationText } = await import("../../derive/index.ts");
      const { asMisuse } = await import("../misuse.ts");
      const { outputSize, print } = await import("../output.node.ts");
      const question = await questionOf(argument, flags);
      const translation = await asMisuse(() => translateStrength(question));
      print(json, translation, () => translationText(translation, Math.min(100, outputSize().columns)));
    });
};
