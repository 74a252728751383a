import { z } from "zod";

/** The number of rows of a made table. */
export const rowsOf = (byDefault: number) =>
  z.int().min(10).max(1_000_000).default(byDefault).meta({ description: "Number of rows." });

export const seed = z
  .int()
  .min(0)
  .default(1)
  .meta({ description: "Seed of the numbers; row i does not depend on how many rows there are." });

/** The number of columns of a made table. */
export const columnsOf = (
  byDefault: number,
  { least, description }: { least: number; description: string },
) => z.int().min(least).max(10_000).default(byDefault).meta({ description });

/** The standard deviation of normal noise. */
export const noiseOf = (byDefault: number, on: string) =>
  z
    .number()
    .min(0)
    .default(byDefault)
    .meta({ description: `Standard deviation of the normal noise on ${on}.` });

export const flipped = z.number().min(0).max(0.5).default(0).meta({
  description: "Share of the labels, of all parts, that are replaced by another class at random.",
});
