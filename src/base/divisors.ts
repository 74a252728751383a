/** The whole numbers that divide another, from 1 on. */
export const divisorsOf = (number: number): number[] =>
  Array.from({ length: number }, (_, i) => i + 1).filter((candidate) => number % candidate === 0);
