// A weight that a loop carries may be carried transposed: products read either factor transposed at no cost, and the
// transpose of an update w − xᵀδ is wᵀ − δᵀx. Products work through a row 16 numbers at a time: the short rows of a
// weight with few outputs end in broken vectors again and again, the long rows of its transpose once.
import { input, inputName } from "./leaves.ts";
import { isMatrixProduct, type Transposes } from "./ops/matmul.ts";
import { sameShape, type Shape, type Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

/** What a loop carries: a graph input, and what it becomes in a turn. */
export interface Carried {
  readonly before: Tensor;
  readonly after: Tensor;
}

/** All that a turn of a loop computes. */
export interface Turn {
  readonly state: readonly Carried[];
  readonly others: readonly Tensor[];
}

/** The shapes whose transposes were the faster ones in measurements. */
const isFasterTransposed = ([rows = 0, columns = 0, ...more]: Shape): boolean =>
  more.length === 0 && rows > columns && columns > 1 && columns % 16 > 0;

const isProduct = (t: Tensor): boolean => isMatrixProduct(t) || t.op.name === "affine";
const rootsOf = ({ state, others }: Turn): Tensor[] => [...state.map(({ after }) => after), ...others];
const productsIn = (roots: readonly Tensor[]): number => topological(roots).filter(isProduct).length;

/** (α a b + c)ᵀ as α bᵀ aᵀ + cᵀ. */
function transposedProduct(t: Tensor, transposed: (t: Tensor) => Tensor | undefined): Tensor | undefined {
  const { transposeA, transposeB } = t.attributes as Transposes;
  const [a, b, c] = t.sources as [Tensor, Tensor, Tensor?];
  const added = c && transposed(c);
  if (c && !added) return undefined;
  return {
    ...t,
    shape: t.shape.toReversed(),
    sources: [b, a, ...(added ? [added] : [])],
    attributes: { ...t.attributes, transposeA: !transposeB, transposeB: !transposeA },
  };
}

/**
 * Gives the transposes of values that are made of products, carried matrices and steps from number to number, without
 * a pass for it, and undefined for others.
 */
function transposing(inputs: ReadonlyMap<Tensor, Tensor>): (t: Tensor) => Tensor | undefined {
  const known = new Map<Tensor, Tensor | undefined>();
  const make = (t: Tensor): Tensor | undefined => {
    if (t.shape.length === 0 || inputs.has(t)) return inputs.get(t) ?? t;
    if (t.shape.length !== 2) return undefined;
    if (isProduct(t)) return transposedProduct(t, transposed);
    const isEven = t.sources.every(({ shape }) => shape.length === 0 || sameShape(shape, t.shape));
    const sources = t.op.isElementwise && isEven ? t.sources.map(transposed) : [undefined];
    if (sources.includes(undefined)) return undefined;
    return { ...t, shape: t.shape.toReversed(), sources: sources as Tensor[] };
  };
  const transposed = (t: Tensor): Tensor | undefined => {
    if (!known.has(t)) known.set(t, make(t));
    return known.get(t);
  };
  return transposed;
}

/** The same values with transposed matrices read as such where they are factors of products. */
function withFactors(roots: readonly Tensor[], inputs: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const done = new Map<Tensor, Tensor>();
  for (const t of topological(roots)) {
    const flags = t.attributes as Transposes;
    const [a, b] = isProduct(t) ? t.sources.map((source) => inputs.get(source)) : [];
    const sources = t.sources.map((source, i) => [a, b][i] ?? (done.get(source) as Tensor));
    const attributes = {
      ...t.attributes,
      transposeA: flags.transposeA !== Boolean(a),
      transposeB: flags.transposeB !== Boolean(b),
    };
    const isSame = sources.every((source, i) => source === t.sources[i]);
    done.set(t, isSame ? t : { ...t, sources, ...((a ?? b) && { attributes }) });
  }
  return roots.map((root) => done.get(root) as Tensor);
}

/** What a state is carried with: everything of its shape that its turn is computed from, and so on. */
function groupOf(of: Carried, state: readonly Carried[]): ReadonlySet<Tensor> {
  const peers = new Map(
    state.filter(({ before }) => sameShape(before.shape, of.before.shape)).map((s) => [s.before, s]),
  );
  const group = new Set([of.before]);
  for (const member of group)
    for (const t of topological([peers.get(member)?.after ?? member], (u) =>
      isProduct(u) ? u.sources.slice(2) : u.sources,
    ))
      if (peers.has(t)) group.add(t);
  return group;
}

/** The turn with one carried matrix, and what goes with it, transposed; as it was where that would cost anything. */
function withTransposed(turn: Turn, of: Carried): Turn {
  const group = groupOf(of, turn.state);
  const shape = of.before.shape.toReversed();
  const inputs = new Map([...group].map((before) => [before, input(inputName(before), shape)]));
  const transposed = transposing(inputs);
  const state = turn.state.map(({ before, after }) => ({
    before: inputs.get(before) ?? before,
    after: group.has(before) ? transposed(after) : after,
  }));
  if (state.some(({ after }) => after === undefined)) return turn;
  const before = rootsOf(turn);
  const roots = withFactors(rootsOf({ ...turn, state: state as Carried[] }), inputs);
  const isClean = !topological(roots).some((t) => group.has(t)) && productsIn(roots) <= productsIn(before);
  if (!isClean) return turn;
  return {
    state: state.map((carried, i) => ({ ...carried, after: roots[i] as Tensor })),
    others: roots.slice(state.length),
  };
}

/** The turn with the matrices transposed that are faster so. A carried value is transposed where its shape is swapped. */
export const transposeCarried = (turn: Turn, isFaster = isFasterTransposed): Turn =>
  turn.state
    .filter(({ before }) => isFaster(before.shape))
    .map(({ before }) => inputName(before))
    .reduce((result, name) => {
      const carried = result.state.find(({ before }) => inputName(before) === name);
      return carried && isFaster(carried.before.shape) ? withTransposed(result, carried) : result;
    }, turn);
