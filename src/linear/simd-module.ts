// The inner loops of linear models as a WebAssembly module: two numbers at a time, which JavaScript has no way to ask for. The
// module is assembled here, so that nothing has to be compiled before: https://webassembly.github.io/spec/core/binary

type Code = readonly number[];

/** An unsigned number in LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
    if (rest === 0) return bytes;
  }
}

/** A signed 32-bit number in LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; ) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const i32 = 0x7f;
const f64 = 0x7c;
const v128 = 0x7b;
const nothing = 0x40;

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const whole = (value: number): Code => [0x41, ...signed(value)];
const add: Code = [0x6a];
const and: Code = [0x71];
const shiftLeft: Code = [0x74];
const isBelow: Code = [0x49];
const load: Code = [0x2b, 3, 0];
const store: Code = [0x39, 3, 0];
const plus: Code = [0xa0];
const times: Code = [0xa2];
const simd = (operation: number): Code => [0xfd, ...unsigned(operation)];
const loadTwo = (offset: number): Code => [...simd(0x00), 3, ...unsigned(offset)];
const storeTwo = (offset: number): Code => [...simd(0x0b), 3, ...unsigned(offset)];
const spread = simd(0x14);
const lane = (which: number): Code => [...simd(0x21), which];
const plusTwo = simd(0xf0);
const timesTwo = simd(0xf2);

const code = (...parts: readonly Code[]): Code => parts.flat();

/** Does `body` as long as `condition` holds, which is looked at first. */
const asLongAs = (condition: Code, body: Code): Code =>
  code([0x02, nothing, 0x03, nothing], condition, [0x45, 0x0d, 1], body, [0x0c, 0, 0x0b, 0x0b]);

const moveOn = (local: number, bytes: number): Code => code(get(local), whole(bytes), add, set(local));

/** Sets `local` to where the first `length & mask` numbers from `start` end. */
const endOf = (start: number, length: number, { mask, local }: { mask: number; local: number }): Code =>
  code(get(length), whole(mask), and, whole(3), shiftLeft, get(start), add, set(local));

const bothLanes = (local: number): Code => code(get(local), lane(0), get(local), lane(1), plus);

interface Routine {
  readonly name: string;
  readonly parameters: Code;
  readonly results: Code;
  /** How many locals of each type follow the parameters. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: Code;
}

const every = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** `dot(a, b, length)`: eight numbers a turn, in four sums of two. */
function dotRoutine(): Routine {
  const [a, b, length, end, sums, rest] = [0, 1, 2, 3, 4, 8] as const;
  const turn = every(4).map((i) =>
    code(get(a), loadTwo(16 * i), get(b), loadTwo(16 * i), timesTwo, get(sums + i), plusTwo, set(sums + i)),
  );
  return {
    name: "dot",
    parameters: [i32, i32, i32],
    results: [f64],
    locals: [
      [1, i32],
      [4, v128],
      [1, f64],
    ],
    body: code(
      endOf(a, length, { mask: -8, local: end }),
      // The length becomes the end of all.
      endOf(a, length, { mask: -1, local: length }),
      asLongAs(code(get(a), get(end), isBelow), code(...turn, moveOn(a, 64), moveOn(b, 64))),
      asLongAs(
        code(get(a), get(length), isBelow),
        code(get(a), load, get(b), load, times, get(rest), plus, set(rest), moveOn(a, 8), moveOn(b, 8)),
      ),
      get(rest),
      ...every(4).flatMap((i) => [bothLanes(sums + i), plus]),
    ),
  };
}

/** `addScaled(target, factor, source, length)`, with `isWeighted` `addWeighted(target, factor, source, length, weights)`. */
function addRoutine(isWeighted: boolean): Routine {
  const [target, factor, source, length, weights] = [0, 1, 2, 3, 4] as const;
  const end = isWeighted ? 5 : 4;
  const factors = end + 1;
  const pointers = isWeighted ? [target, source, weights] : [target, source];
  const weighTwo = (offset: number): Code =>
    isWeighted ? code(get(weights), loadTwo(offset), timesTwo) : [];
  const turn = every(4).map((i) =>
    code(
      get(target),
      get(target),
      loadTwo(16 * i),
      get(source),
      loadTwo(16 * i),
      get(factors),
      timesTwo,
      weighTwo(16 * i),
      plusTwo,
      storeTwo(16 * i),
    ),
  );
  const one = code(
    get(target),
    get(target),
    load,
    get(source),
    load,
    get(factor),
    times,
    isWeighted ? code(get(weights), load, times) : [],
    plus,
    store,
  );
  return {
    name: isWeighted ? "addWeighted" : "addScaled",
    parameters: isWeighted ? [i32, f64, i32, i32, i32] : [i32, f64, i32, i32],
    results: [],
    locals: [
      [1, i32],
      [1, v128],
    ],
    body: code(
      get(factor),
      spread,
      set(factors),
      endOf(target, length, { mask: -8, local: end }),
      endOf(target, length, { mask: -1, local: length }),
      asLongAs(
        code(get(target), get(end), isBelow),
        code(...turn, ...pointers.map((each) => moveOn(each, 64))),
      ),
      asLongAs(
        code(get(target), get(length), isBelow),
        code(one, ...pointers.map((each) => moveOn(each, 8))),
      ),
    ),
  };
}

/** `tile(a0, a1, b0, b1, b2, b3, length, into)`: the eight products of two columns with four. */
function tileRoutine(): Routine {
  const [length, into, end, sums] = [6, 7, 8, 9] as const;
  const [firsts, seconds] = [17, 18] as const;
  const rest = 19;
  const pairs = every(8).map((i) => ({ a: i >> 2, b: 2 + (i & 3), sum: sums + i }));
  const inner = (offset: number): Code =>
    code(
      get(0),
      loadTwo(offset),
      set(firsts),
      get(1),
      loadTwo(offset),
      set(seconds),
      ...pairs.map(({ a, b, sum }) =>
        code(get(a === 0 ? firsts : seconds), get(b), loadTwo(offset), timesTwo, get(sum), plusTwo, set(sum)),
      ),
    );
  const all = every(6);
  return {
    name: "tile",
    parameters: [...all.map(() => i32), i32, i32],
    results: [],
    locals: [
      [1, i32],
      [10, v128],
      [8, f64],
    ],
    body: code(
      endOf(0, length, { mask: -2, local: end }),
      endOf(0, length, { mask: -1, local: length }),
      asLongAs(code(get(0), get(end), isBelow), code(inner(0), ...all.map((each) => moveOn(each, 16)))),
      asLongAs(
        code(get(0), get(length), isBelow),
        code(
          ...pairs.map(({ a, b }, i) =>
            code(get(a), load, get(b), load, times, get(rest + i), plus, set(rest + i)),
          ),
          ...all.map((each) => moveOn(each, 8)),
        ),
      ),
      ...pairs.map(({ sum }, i) =>
        code(get(into), bothLanes(sum), get(rest + i), plus, [0x39, 3, ...unsigned(8 * i)]),
      ),
    ),
  };
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const text = (value: string): Code => sized(Array.from(value, (character) => character.charCodeAt(0)));

/** A module that works in the memory `numbers.memory`. */
export function simdModule(): Uint8Array<ArrayBuffer> {
  const routines = [dotRoutine(), addRoutine(false), addRoutine(true), tileRoutine()];
  const kind = ({ parameters, results }: Routine): Code => [0x60, ...sized(parameters), ...sized(results)];
  const bodyOf = ({ locals, body }: Routine): Code =>
    sized(code(list(locals.map(([count, type]) => [...unsigned(count), type])), body, [0x0b]));
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, list(routines.map(kind))),
    ...section(2, list([code(text("numbers"), text("memory"), [0x02, 0x00, 0])])),
    ...section(3, list(routines.map((_, i) => [i]))),
    ...section(7, list(routines.map(({ name }, i) => code(text(name), [0x00, i])))),
    ...section(10, list(routines.map(bodyOf))),
  ]);
}
