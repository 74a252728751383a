/** A whole number as people read it: "1,200". */
export const count = (value: number): string => value.toLocaleString("en-US");
