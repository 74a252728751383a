/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * A stream is a seed and a name; its numbers depend on nothing else, so a resumed run draws what an uninterrupted one draws.
 */
export interface Stream {
  /** The next integer in [0, 2³²). */
  uint32(): number;
  /** The next number in (0, 1), with 32 random bits; never 0 or 1. */
  uniform(): number;
  /** The next integer in [0, n), without modulo bias. */
  below(n: number): number;
  /** The next standard normal number (Box–Muller). */
  normal(): number;
}

type Word4 = readonly [number, number, number, number];

/** The high 32 bits of a 32 × 32 bit product, from 16-bit halves so that every partial product is exact. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + (((aLow * bLow) / 0x10000) >>> 0);
  const carry = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** One block of four 32-bit words for a 128-bit counter and a 64-bit key. */
export function philox(counter: Word4, key: readonly [number, number]): Word4 {
  const block = new Uint32Array(counter);
  philoxInPlace(block, key[0], key[1]);
  return [block[0] as number, block[1] as number, block[2] as number, block[3] as number];
}

/** Turns a counter into its block without allocating: a permutation of a large data set draws a block for every four rows. */
function philoxInPlace(block: Uint32Array, key0: number, key1: number): void {
  let c0 = block[0] as number;
  let c1 = block[1] as number;
  let c2 = block[2] as number;
  let c3 = block[3] as number;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/** A 32-bit hash of a text (FNV-1a over UTF-16 code units, finished with an avalanche). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * The stream of a seed and a path of names, such as `stream(1, "shuffle", epoch)`.
 * @param seed any integer; its lowest 53 bits count.
 */
export function stream(seed: number, ...path: readonly (string | number)[]): Stream {
  const name = path.join("/");
  const key0 = seed >>> 0;
  const key1 = hash32(name);
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  const salt = hash32(`${name}#`);
  const block = new Uint32Array(4);
  let blocks = 0;
  let used = 4;
  const uint32 = (): number => {
    if (used === 4) {
      block[0] = blocks;
      block[1] = Math.floor(blocks / 2 ** 32);
      block[2] = salt;
      block[3] = high;
      philoxInPlace(block, key0, key1);
      blocks++;
      used = 0;
    }
    return block[used++] as number;
  };
  const uniform = (): number => (uint32() + 0.5) / 2 ** 32;
  const below = (n: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const draw = uint32();
      if (draw < limit) return draw % n;
    }
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uint32, uniform, below, normal };
}

/**
 * The key from which a compiled step draws: an int32 that is a random function of the run's seed, the name of the stream
 * and the number of the step, so that any step can be drawn again without running the ones before it.
 */
export function stepKey(seed: number, name: string, step: number): number {
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const;
  return philox([step >>> 0, Math.floor(step / 2 ** 32) >>> 0, hash32(name), hash32(`${name}#`)], key)[0] | 0;
}

/** The integers 0 … n − 1 in random order (Fisher–Yates). */
export function permutation(source: Stream, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = source.below(i + 1);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
