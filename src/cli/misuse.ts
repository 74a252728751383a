import { Unfit, UserError } from "../base/index.ts";

/** A command line that cannot be meant as it stands, unlike work that failed: exit code 2. */
export class Misuse extends UserError {}

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
