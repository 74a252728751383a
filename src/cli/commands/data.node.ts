import type { Command } from "@commander-js/extra-typings";
import { several } from "../values.ts";

export const addData = (program: Command): void => {
  const data = program
    .command("data")
    .summary("list the data sources, or fetch a published one")
    .description(
      "Lists where examples can come from, and fetches published data sets into the user's cache.",
    );
  data
    .command("list")
    .summary("list the data sources, and which are found on this machine")
    .description(
      "Lists the data sources, what each takes, and which published ones are in OCKHAM_DATA or the cache.",
    )
    .option("--json", "print it as one JSON document")
    .action(async ({ json }) => {
      const { listSources, sourcesTable } = await import("../data.node.ts");
      const { print } = await import("../output.node.ts");
      const sources = await listSources();
      print(json, sources, () => sourcesTable(sources));
    });
  data
    .command("fetch")
    .summary("fetch a published data set into the cache")
    .description(
      "Fetches a published data set into the user's cache (OCKHAM_CACHE names another folder), checks its SHA-256, and goes on with what a broken connection left.",
    )
    .argument("<NAME>", "mnist or fashion-mnist")
    .option("--mirror <URL>", "a mirror to ask first: the address of the folder with the files", several)
    .option("--json", "print it as one JSON document")
    .action(async (name, { mirror, json }) => {
      const { fetchSource } = await import("../data.node.ts");
      const { print } = await import("../output.node.ts");
      const { folder, fetched, files } = await fetchSource(name, mirror);
      print(json, { name, folder, files, fetched }, () =>
        fetched.length > 0
          ? `Fetched ${fetched.length} of ${files.length} files into ${folder}; their checksums are right.`
          : `All ${files.length} files are in ${folder}, and their checksums are right.`,
      );
    });
};
