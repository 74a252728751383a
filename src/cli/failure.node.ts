import pc from "picocolors";
import { type Instruction, UserError } from "../base/index.ts";
import { Misread, Misuse } from "./misuse.ts";
import { exitCodes, hasColor, printJson } from "./output.node.ts";

interface Failure {
  readonly message: string;
  readonly exitCode: number;
  readonly instruction?: Instruction;
  /** For a fault of ours. */
  readonly stack?: string | undefined;
}

/** What the command line's parser says, on one line: "Unknown option '--epoch'. Did you mean --epochs?" */
function parserText(message: string): string {
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const sentences = [first, ...rest.map((line) => line.replace(/^\((.*)\)$/, "$1"))].filter(Boolean);
  return sentences
    .map((text) => text.charAt(0).toUpperCase() + text.slice(1))
    .map((text) => (/[.?!]$/.test(text) ? text : `${text}.`))
    .join(" ");
}

function failureOf(error: unknown): Failure {
  if (error instanceof Misread)
    return {
      message: `${parserText(error.message)} See "${error.command} --help".`,
      exitCode: exitCodes.misused,
    };
  if (error instanceof UserError) {
    const exitCode = error instanceof Misuse ? exitCodes.misused : exitCodes.failed;
    return { message: error.message, exitCode, instruction: error.instruction };
  }
  const [first] = (error instanceof Error ? error.message : String(error)).split("\n");
  return {
    message: `Something went wrong inside Ockham (${first}). Please report it with the command that led here; with OCKHAM_DEBUG=1 it shows more.`,
    exitCode: exitCodes.failed,
    stack: error instanceof Error ? `${error.message}\n${error.stack}` : undefined,
  };
}

/** What went wrong, as a sentence. */
export const failureText = (error: unknown): string => failureOf(error).message;

/** What went wrong, as data. */
export function failureData(error: unknown): Readonly<Record<string, unknown>> {
  const { message, exitCode, instruction } = failureOf(error);
  return { message, ...instruction, exitCode };
}

/** Tells what went wrong, in one line on standard error and, with `--json`, as a document; sets the exit code. */
export function fail(error: unknown, json: boolean): void {
  const { message, exitCode, stack } = failureOf(error);
  const label = hasColor(process.stderr) ? pc.createColors(true).red("error:") : "error:";
  process.stderr.write(`${label} ${message}\n`);
  if (stack !== undefined && process.env["OCKHAM_DEBUG"] === "1") process.stderr.write(`${stack}\n`);
  if (json) printJson({ error: failureData(error) });
  process.exitCode = exitCode;
}
