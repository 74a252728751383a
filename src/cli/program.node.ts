import { readFileSync } from "node:fs";
import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { addData } from "./commands/data.node.ts";
import { addDemo } from "./commands/demo.node.ts";
import { addDiagnose } from "./commands/diagnose.node.ts";
import { addExport } from "./commands/export.node.ts";
import { addPath } from "./commands/path.node.ts";
import { addPredict } from "./commands/predict.node.ts";
import { addRegularizers } from "./commands/regularizers.node.ts";
import { addResume } from "./commands/resume.node.ts";
import { addSummary } from "./commands/summary.node.ts";
import { addTrain } from "./commands/train.node.ts";
import { addTranslate } from "./commands/translate.node.ts";
import { addTune } from "./commands/tune.node.ts";
import { Misread } from "./misuse.ts";
import type { Names } from "./names.ts";

function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

const closing = `
Exit codes: 0 done, 1 the work failed, 2 the command line cannot be meant, 3 a problem was found (diagnose --exit-code),
130 interrupted.
"ockham COMMAND --help" tells more about one command.`;

/** Faults are thrown, with the command that they were found in. */
function throwFaults(command: CommandUnknownOpts, path: string): void {
  command.exitOverride((error) => {
    // "ockham data" alone asks what there is.
    if (error.code === "commander.help" && error.exitCode !== 0) command.help();
    throw error.exitCode === 0 ? error : new Misread(error, path);
  });
  for (const inner of command.commands) throwFaults(inner, `${path} ${inner.name()}`);
}

/** The whole command line. Errors are thrown, and told by the caller. */
export function makeProgram(names: Names | undefined): Command {
  const program = new Command("ockham")
    .description(
      "Tells whether a neural network is overfitting, and trains it with regularization that helps.",
    )
    .version(version())
    .configureOutput({ writeErr: () => undefined })
    .addHelpText("after", closing);
  addTrain(program, names);
  addResume(program);
  addDiagnose(program);
  addSummary(program);
  addExport(program);
  addPredict(program);
  addRegularizers(program);
  addTranslate(program, names);
  addData(program);
  addTune(program);
  addPath(program);
  addDemo(program);
  throwFaults(program, program.name());
  return program;
}
