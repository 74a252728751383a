import { UserError } from "../base/index.ts";
import { type Question, strengthIn } from "../derive/index.ts";
import type { RecipeFlags } from "./recipe-argument.node.ts";
import { asMisuse } from "./misuse.ts";

/** The flags of `ockham translate`. */
interface TranslateFlags extends RecipeFlags {
  readonly lambda?: number | undefined;
  readonly from?: string | undefined;
  readonly rows?: number | undefined;
  readonly batch?: number | undefined;
  readonly lr?: number | undefined;
  readonly deviation?: number | undefined;
}

interface Strength {
  readonly from?: string | undefined;
  readonly value: number;
}

/** A strength as `--from keras:1e-4` or as `--lambda 1e-4` tells it; nothing where neither does. */
function strengthGiven({ from, lambda }: TranslateFlags): Strength | undefined {
  const [name, ...rest] = from?.split(":") ?? [];
  const text = rest.length > 0 ? rest.join(":") : undefined;
  if (text === undefined) return lambda === undefined ? undefined : { from: name, value: lambda };
  if (lambda !== undefined)
    throw new UserError({
      where: "--lambda",
      got: "a strength beside that of --from",
      expected: "one of them",
    });
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value))
    throw new UserError({
      where: "--from",
      got: `"${from}"`,
      expected: "a name and a number, such as keras:1e-4",
    });
  return { from: name, value };
}

/** What the recipe of the command line says about its run; nothing where the command line has none. */
async function runOf(argument: string | undefined, flags: TranslateFlags) {
  if ([argument, flags.with, flags.set].every((part) => part === undefined)) return undefined;
  const { readCommandLine } = await import("./recipe-argument.node.ts");
  const { measureRecipe } = await import("../train/index.node.ts");
  const { dataFolders } = await import("../worker/index.ts");
  const { recipe, baseFolder } = await readCommandLine(argument, flags);
  return { recipe, scale: await measureRecipe(recipe, { baseFolder, dataFolders: dataFolders() }) };
}

/**
 * The question that a command line asks: its flags, and the rest from its recipe.
 * @throws Misuse where no strength is given.
 */
export async function questionOf(argument: string | undefined, flags: TranslateFlags): Promise<Question> {
  const given = await asMisuse(() => strengthGiven(flags));
  const run = await runOf(argument, flags);
  const strength = given ?? (run && strengthIn(run.recipe.regularizers));
  if (!strength)
    return asMisuse(() => {
      throw new UserError({
        where: "--lambda",
        got: "nothing",
        expected: "the strength to translate",
        hint: run && "This recipe has no technique with one",
      });
    });
  return {
    ...strength,
    quantities: {
      rows: flags.rows ?? run?.scale.trainingRows,
      batch: flags.batch ?? run?.scale.batchSize,
      deviation: flags.deviation,
    },
    learningRate: flags.lr ?? run?.scale.learningRate,
    epochs: flags.epochs ?? run?.scale.epochs,
  };
}
