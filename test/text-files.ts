// Small whole files of text formats, to damage.

const lines = (line: (i: number) => string): Buffer =>
  Buffer.from(Array.from({ length: 60 }, (_, i) => `${line(i)}\n`).join(""));
export const csv = (): Buffer =>
  Buffer.concat([
    Buffer.from("a,b,note,y\n"),
    lines((i) => `${i},${i % 7 === 0 ? "" : i / 8},"nö ""${i % 5}"", x",${i % 2 ? "yes" : "no"}`),
  ]);
export const jsonLines = (): Buffer =>
  lines((i) => JSON.stringify({ a: i, b: i % 7 ? i / 8 : null, note: `nö ${i % 5}`, y: i % 2 === 0 }));
/** One object, a list for each column. */
export const columnsOfJson = (): Buffer => {
  const column = <T>(cell: (i: number) => T): T[] => Array.from({ length: 60 }, (_, i) => cell(i));
  const columns = { a: column((i) => i), note: column((i) => `nö ${i % 5}`), y: column((i) => i % 2 === 0) };
  return Buffer.from(JSON.stringify(columns, undefined, 1));
};
/** Numbers as people write them. */
export const written = (): Buffer =>
  Buffer.concat([
    Buffer.from("price,share,weight,zip,note,y\n"),
    lines((i) => `$${i}.50,${i} %,"1,${100 + i} kg",0${1000 + i},n${i % 5},${i % 2 ? "yes" : "no"}`),
  ]);
export const texts = (): Buffer => lines((i) => `word${i % 9} and "more"\t${i % 2 ? "ham" : "spam"}`);
