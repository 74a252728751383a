/** What a {@link UserError} tells: each part is a phrase, without a final full stop; a hint may be a question. */
export interface Instruction {
  /** The file, line, column, field or flag at fault. */
  readonly where: string;
  /** What was found there. */
  readonly got: string;
  /** What would be accepted. */
  readonly expected: string;
  /** What to do next, when `expected` does not already say it. */
  readonly hint?: string | undefined;
}

/** An error caused by the user's input or machine. Its message is one line to act on; any other error is our bug. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly instruction: Instruction;

  constructor(instruction: Instruction, options?: ErrorOptions) {
    const { where, got, expected, hint } = instruction;
    const last = hint ? ` ${hint}${hint.endsWith("?") ? "" : "."}` : "";
    super(`${where}: got ${got}, expected ${expected}.${last}`, options);
    this.instruction = instruction;
  }
}

/** Parts of a recipe that are each in order and do not go together: a command line that asks for them cannot be meant. */
export class Unfit extends UserError {}

/** Runs what fits parts of a recipe together: a fault it finds is an {@link Unfit}. */
export function fitting<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new Unfit(error.instruction, { cause: error }) : error;
  }
}

/** For a state that only a bug of ours can reach. */
export function bug(what: string): never {
  throw new Error(`Internal error: ${what}`);
}
