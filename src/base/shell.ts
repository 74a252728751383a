/** A path or value as a shell takes it: quoted where it holds more than plain characters. */
export const shellWord = (text: string): string =>
  /^[\w./@%+,:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
