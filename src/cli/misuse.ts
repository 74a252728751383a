import { CommanderError } from "commander";
import { Unfit, UserError } from "../base/index.ts";

/** A command line that cannot be meant as it stands, unlike work that failed: exit code 2. */
export class Misuse extends UserError {}

/** A command line that the parser cannot read, and the command it stopped at, such as "ockham data make". */
export class Misread extends CommanderError {
  readonly command: string;

  constructor({ exitCode, code, message }: CommanderError, command: string) {
    super(exitCode, code, message);
    this.command = command;
  }
}

/**
 * Does what a command line asks for.
 * @param isOwn whether it says itself what is asked, and does not leave that to a file.
 * @throws Misuse where parts of what it says do not go together.
 */
export async function asAsked<T>(isOwn: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOwn && error instanceof Unfit ? new Misuse(error.instruction, { cause: error }) : error;
  }
}

/** Runs what reads the command line: a fault it finds is a {@link Misuse}. */
export async function asMisuse<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof UserError ? new Misuse(error.instruction, { cause: error }) : error;
  }
}
