#!/usr/bin/env node
import { CommanderError } from "commander";
import { fail } from "./failure.node.ts";
import { makeProgram } from "./program.node.ts";

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const given = process.argv.slice(2);
const args = given.length > 0 ? given : ["--help"];

async function main(): Promise<void> {
  const asksHelp = args.some((arg) => arg === "--help" || arg === "-h") || args[0] === "help";
  // Naming every technique means loading them all, which only the help of one command needs.
  const isAboutOne = args.some((arg) => !arg.startsWith("-") && arg !== "help");
  const names = asksHelp && isAboutOne ? (await import("./names.ts")).names() : undefined;
  const program = makeProgram(names);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    if (!isHelp) fail(error, args.includes("--json"));
  }
}

await main();
