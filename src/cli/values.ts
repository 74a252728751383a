import { InvalidArgumentError } from "commander";

/** Reads a flag's whole number. */
export const whole =
  (min: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < min)
      throw new InvalidArgumentError(`Expected a whole number from ${min} on.`);
    return value;
  };

/** Reads a flag's number. */
export const number =
  (min: number, { above = false }: { readonly above?: boolean } = {}) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || value < min || (above && value === min))
      throw new InvalidArgumentError(`Expected a number ${above ? "above" : "of at least"} ${min}.`);
    return value;
  };

/** Reads the name of a file that is written: its end says what is in it. */
export const fileName =
  (...endings: readonly [string, ...string[]]) =>
  (text: string): string => {
    if (endings.some((ending) => text.toLowerCase().endsWith(ending))) return text;
    throw new InvalidArgumentError(`Expected a name that ends in ${endings.join(" or ")}.`);
  };

/** Gathers the values of a flag that may be given several times. */
export const several = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
