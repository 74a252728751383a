import type { Command } from "@commander-js/extra-typings";
import { fileName, several, whole } from "../values.ts";

const addMake = (data: Command): void => {
  data
    .command("make")
    .summary("write a made data set, and what is known of it, as files")
    .description(
      "Makes a data set from a seed and writes it: a table as CSV or Parquet, images as a folder of IDX files. What only its maker knows (the target without noise, the labels that were replaced, the least error there is) goes into a JSON file beside it. No file that exists is touched.",
    )
    .argument("<NAME>", 'a made source: "ockham data list" names them and their settings')
    .requiredOption("--out <PATH>", "a file .csv or .parquet for a table, a folder for images")
    .option("--rows <N>", "how many rows, or images", whole(1))
    .option("--seed <N>", "what everything is drawn from", whole(0))
    .option("--set <NAME=VALUE>", "any other setting of the source; may be given several times", several)
    .option(
      "--truth <FILE>",
      "the file (.json) for what is known; beside the data when absent",
      fileName(".json"),
    )
    .option(
      "--sheet <FILE>",
      "a picture (.svg or .png) of the first images of each class",
      fileName(".svg", ".png"),
    )
    .option("--json", "print what was written as one JSON document")
    .action(async (name, { json, ...options }) => {
      const { makeSource, madeText } = await import("../make.node.ts");
      const { print } = await import("../output.node.ts");
      const made = await makeSource(name, options);
      print(json, made, () => madeText(made));
    });
};

export const addData = (program: Command): void => {
  const data = program
    .command("data")
    .summary("list the data sources, make data with known truth, or fetch published data")
    .description(
      "Lists where examples can come from, writes made data sets as files with their truth, and fetches published data sets into the user's cache.",
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
  addMake(data);
};
