// A choice by one number for a whole tensor, such as an average that only every sixth update moves, needs to compute only
// what is chosen: the engine's If has a graph for each of the two.
import { isLeaf, sameShape, sizeOf, type Tensor, topological } from "../graph/index.ts";

/** What one side of a choice is, and what is computed for it alone. */
export interface Side {
  readonly value: Tensor;
  /** Sources before results; empty where the value is there anyhow. */
  readonly own: readonly Tensor[];
}

/** A choice that computes one of its sides. */
export interface Choice {
  readonly test: Tensor;
  readonly sides: readonly [then: Side, otherwise: Side];
  /** Everything that either side takes from outside. */
  readonly taken: readonly Tensor[];
}

type Inputs = (t: Tensor) => readonly Tensor[];
/** Who needs a value; `undefined` stands for the outside. */
type Users = ReadonlyMap<Tensor, ReadonlySet<Tensor | undefined>>;

/** So many numbers take longer to compute than the engine takes to enter a graph of its own. */
const fewestNumbers = 2 ** 15;

function usersOf(roots: readonly Tensor[], inputsOf: Inputs): Users {
  const users = new Map<Tensor, Set<Tensor | undefined>>(roots.map((root) => [root, new Set([undefined])]));
  for (const t of topological(roots, inputsOf))
    for (const source of inputsOf(t)) users.set(source, (users.get(source) ?? new Set()).add(t));
  return users;
}

/** All that is needed for `value` alone, a side of `choice`: the other side may be needed for this one too. */
function ownOf(value: Tensor, choice: Tensor, [users, inputsOf]: readonly [Users, Inputs]): Tensor[] {
  const own = new Set<Tensor>();
  const visit = (t: Tensor): void => {
    const isOwn = [...(users.get(t) ?? [])].every(
      (user) => user !== undefined && (own.has(user) || (t === value && user === choice)),
    );
    if (isLeaf(t) || own.has(t) || !isOwn) return;
    own.add(t);
    inputsOf(t).forEach(visit);
  };
  visit(value);
  return topological([value], (t) => (own.has(t) ? inputsOf(t) : [])).filter((t) => own.has(t));
}

/** A choice of whole tensors, taken apart; nothing where it costs next to nothing. */
function choiceOf(t: Tensor, [users, inputsOf]: readonly [Users, Inputs]): Choice | undefined {
  const [test, ...values] = inputsOf(t) as [Tensor, Tensor, Tensor];
  const isWhole = test.shape.length === 0 && values.every(({ shape }) => sameShape(shape, t.shape));
  if (!isWhole || new Set([test, ...values]).size < 3) return undefined;
  const sides = values.map((value) => ({ value, own: ownOf(value, t, [users, inputsOf]) }));
  const inside = new Set(sides.flatMap(({ own }) => own));
  const numbers = [t, ...inside].reduce((total, { shape }) => total + sizeOf(shape), 0);
  if (numbers < fewestNumbers) return undefined;
  const needed = [...values, ...[...inside].flatMap(inputsOf)];
  const taken = [...new Set(needed)].filter((source) => !inside.has(source));
  return { test, sides: sides as unknown as Choice["sides"], taken };
}

/** Without what choices among them compute by themselves. */
function outermost(own: readonly Tensor[], choices: ReadonlyMap<Tensor, Choice>): Tensor[] {
  const inner = own.flatMap((t) => choices.get(t)?.sides ?? []).flatMap((side) => side.own);
  const within = new Set(inner);
  return own.filter((t) => !within.has(t));
}

/** The choices among some values and all they are computed from that are worth a graph for each side. */
export function choicesIn(roots: readonly Tensor[], inputsOf: Inputs): ReadonlyMap<Tensor, Choice> {
  const context = [usersOf(roots, inputsOf), inputsOf] as const;
  const found = new Map<Tensor, Choice>();
  for (const t of topological(roots, inputsOf)) {
    const choice = t.op.name === "where" ? choiceOf(t, context) : undefined;
    if (choice) found.set(t, choice);
  }
  // One may lie within a side of another one.
  const nested = ({ value, own }: Side): Side => ({ value, own: outermost(own, found) });
  return new Map(
    [...found].map(([t, choice]) => [
      t,
      { ...choice, sides: choice.sides.map(nested) as unknown as Choice["sides"] },
    ]),
  );
}
