import pc from "picocolors";

/** Exit codes of every command. */
export const exitCodes = { done: 0, failed: 1, misused: 2, problem: 3, interrupted: 130 } as const;

/** Whether a stream is a terminal that shows colours; NO_COLOR and FORCE_COLOR are respected. */
export const hasColor = (stream: NodeJS.WriteStream): boolean =>
  pc.isColorSupported && (stream.isTTY || process.env["FORCE_COLOR"] !== undefined);

const usualColumns = 80;

/** What a summary on standard output is drawn for. */
export const outputSize = (): { columns: number; color: boolean } => ({
  columns: process.stdout.columns ?? usualColumns,
  color: hasColor(process.stdout),
});

export const printText = (text: string): void => {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
};

/** Prints the one JSON document of a command that was asked for `--json`. */
export const printJson = (value: unknown): void => printText(JSON.stringify(value, null, 2));

/** Prints for people or, with `--json`, the same as data. */
export function print(json: boolean | undefined, value: unknown, text: () => string): void {
  if (json) printJson(value);
  else printText(text());
}
