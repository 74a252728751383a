// The generators behind Nielsen's figures: Python 2's `random` and NumPy's legacy `RandomState`, both over MT19937
// (Matsumoto & Nishimura 1998). They exist here only to start from the very weights and orders that he had.

export interface Twister {
  /** 32 random bits. */
  word(): number;
  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number;
}

const size = 624;

/** Seeding by one number, as NumPy's `RandomState` does it. */
function seeded(seed: number): Uint32Array {
  const words = new Uint32Array(size).fill(seed, 0, 1);
  for (let i = 1; i < size; i++) {
    const before = words[i - 1] as number;
    words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  return words;
}

/** Seeding by an array of one number, as Python's `random.seed` does it. */
function seededByArray(seed: number): Uint32Array {
  const words = seeded(19650218);
  let i = 1;
  const mixed = (factor: number): number => {
    const before = words[i - 1] as number;
    return (words[i] as number) ^ Math.imul(before ^ (before >>> 30), factor);
  };
  const advance = (): void => {
    if (++i < size) return;
    words[0] = words[size - 1] as number;
    i = 1;
  };
  for (let round = 0; round < size; round++, advance()) words[i] = mixed(1664525) + seed;
  for (let round = 1; round < size; round++, advance()) words[i] = mixed(1566083941) - i;
  words[0] = 0x80000000;
  return words;
}

/** The next generation of words, in place. */
function twist(words: Uint32Array): void {
  for (let i = 0; i < size; i++) {
    const bits = ((words[i] as number) & 0x80000000) | ((words[(i + 1) % size] as number) & 0x7fffffff);
    words[i] = (words[(i + 397) % size] as number) ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
  }
}

function temper(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

function twister(words: Uint32Array): Twister {
  let used = size;
  const next = (): number => {
    if (used === size) {
      twist(words);
      used = 0;
    }
    return temper(words[used++] as number);
  };
  return {
    word: next,
    uniform: () => {
      const high = next() >>> 5;
      return (high * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
    },
  };
}

export const numpyTwister = (seed: number): Twister => twister(seeded(seed));
export const pythonTwister = (seed: number): Twister => twister(seededByArray(seed));

/** Standard normal numbers in the order of NumPy's legacy `randn` (Marsaglia's polar method, second half first). */
export function numpyNormals({ uniform }: Twister): () => number {
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    for (;;) {
      const [a, b] = [2 * uniform() - 1, 2 * uniform() - 1];
      const squares = a * a + b * b;
      if (squares >= 1 || squares === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(squares)) / squares);
      kept = factor * a;
      return factor * b;
    }
  };
}

/** Shuffles in place as Python 2's `random.shuffle` does. */
export function pythonShuffle(order: Int32Array, { uniform }: Twister): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
}

/** Shuffles in place as NumPy's legacy `RandomState.shuffle` does. */
export function numpyShuffle(order: Int32Array, { word }: Twister): void {
  for (let i = order.length - 1; i > 0; i--) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = (word() & mask) >>> 0;
    while (j > i) j = (word() & mask) >>> 0;
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
}
