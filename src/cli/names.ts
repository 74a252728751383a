import { datasets } from "../datasets/index.ts";
import { conventionNames } from "../derive/index.ts";
import { models, type Preset } from "../models/index.ts";
import { regularizers } from "../regularizers/index.ts";

/** What a command line can call by name. */
export interface Names {
  readonly techniques: readonly string[];
  readonly models: readonly string[];
  readonly sources: readonly string[];
  /** Of the strength of L2. */
  readonly conventions: readonly string[];
}

export const names = (): Names => ({
  techniques: Object.keys(regularizers),
  models: Object.values<Preset>(models).map(({ id, numbered }) => (numbered === undefined ? id : `${id}-N`)),
  sources: Object.keys(datasets),
  conventions: conventionNames,
});
