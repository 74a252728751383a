/** A whole number as people read it: "1,200". */
export const count = (value: number): string => value.toLocaleString("en-US");

/** "1 update", "1,200 updates". */
export const counted = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
