// Which arrays of an archive are inputs and targets, and of which part.
import { UserError } from "../../base/index.ts";
import { type Part, parts } from "../dataset.ts";

/** The names of the two arrays of some examples. */
export interface ArrayPair {
  readonly inputs: string;
  readonly targets: string;
}

/** The arrays of free examples, and of parts that the file fixes. */
export type ArrayPairs = { readonly free: ArrayPair } & { readonly [P in "validation" | "test"]?: ArrayPair };

const inputNames = new Set(["x", "input", "inputs", "image", "images", "data", "feature", "features"]);
const targetNames = new Set(["y", "label", "labels", "target", "targets"]);
const partNames: Readonly<Record<string, Part>> = {
  train: "train",
  training: "train",
  val: "validation",
  valid: "validation",
  validation: "validation",
  dev: "validation",
  test: "test",
};

type Role = keyof ArrayPair;

/** What a name such as `x_train` or `test_labels` says; nothing for other names. */
function meaning(name: string): { readonly role: Role; readonly part: Part } | undefined {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const part = words.flatMap((word) => partNames[word] ?? []);
  const others = words.filter((word) => !(word in partNames));
  const [other = ""] = others;
  if (others.length !== 1 || part.length > 1) return undefined;
  const role = inputNames.has(other) ? "inputs" : targetNames.has(other) ? "targets" : undefined;
  return role && { role, part: part[0] ?? "train" };
}

/** The only array of a role and part; nothing where there are none, or several. */
type Finder = (part: Part, role: Role) => string | undefined;

function finderOf(names: readonly string[]): Finder {
  const meant = names.map((name) => ({ name, ...meaning(name) }));
  return (part, role) => {
    const all = meant.filter((one) => one.part === part && one.role === role);
    return all.length === 1 ? all[0]?.name : undefined;
  };
}

/** @throws UserError where a part beside the training rows has several arrays of a role: none of them would be taken. */
function refuseSeveral(names: readonly string[], path: string): void {
  const meant = names.map((name) => ({ name, ...meaning(name) }));
  for (const part of parts.filter((each) => each !== "train"))
    for (const role of ["inputs", "targets"] as const) {
      const all = meant.filter((one) => one.part === part && one.role === role).map(({ name }) => name);
      if (all.length > 1)
        throw new UserError({
          where: path,
          got: `several arrays of ${role} of the ${part} part: ${all.join(", ")}`,
          expected: "one of each",
          hint: "Leave the others out of the archive",
        });
    }
}

const unnamed = { inputs: "arr_0", targets: "arr_1" } as const;

/** The names of the free arrays, as far as they are known. */
function freeNames(names: readonly string[], asked: AskedNames, find: Finder): AskedNames {
  const isUnnamed = names.length === 2 && Object.values(unnamed).every((name) => names.includes(name));
  const of = (role: Role) => asked[role] ?? (isUnnamed ? unnamed[role] : find("train", role));
  return { inputs: of("inputs"), targets: of("targets") };
}

type AskedNames = { readonly [R in Role]?: string | undefined };

/**
 * Finds inputs and targets by the names that people give them: x and y, images and labels, for each part, or in the order
 * of `numpy.savez` without names.
 * @param asked names that are said.
 * @param described all arrays with their shapes, for the error.
 * @throws UserError where names leave it open.
 */
export function pairsOf(
  names: readonly string[],
  asked: AskedNames,
  { path, described }: { readonly path: string; readonly described: string },
): ArrayPairs {
  const find = finderOf(names);
  const { inputs, targets } = freeNames(names, asked, find);
  const unknown = [inputs, targets].find((name) => name !== undefined && !names.includes(name));
  if (inputs === undefined || targets === undefined || unknown !== undefined)
    throw new UserError({
      where: path,
      got: unknown === undefined ? `the arrays ${described}` : `no array "${unknown}" among ${described}`,
      expected: "one array of inputs and one of targets, by names such as x and y, or x_train and y_train",
      hint: "Name them by --set data.inputs=NAME --set data.targets=NAME",
    });
  refuseSeveral(names, path);
  const held = parts.flatMap((part) => {
    const [x, y] = [find(part, "inputs"), find(part, "targets")];
    return part === "train" || x === undefined || y === undefined
      ? []
      : [[part, { inputs: x, targets: y }] as const];
  });
  return { free: { inputs, targets }, ...Object.fromEntries(held) };
}
