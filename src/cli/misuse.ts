import { UserError } from "../base/index.ts";

/** A command line that cannot be meant as it stands, unlike work that failed: exit code 2. */
export class Misuse extends UserError {}

/** Runs what reads the command line: a fault it finds is a {@link Misuse}. */
export async function asMisuse<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof UserError ? new Misuse(error.instruction, { cause: error }) : error;
  }
}
