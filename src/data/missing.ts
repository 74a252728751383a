/** What stands in a cell without a value, in lower case. */
export const missingMarks = ["", "?", "na", "n/a", "nan", "null"] as const;

const spellings = (mark: string): readonly string[] => [
  mark,
  mark.toUpperCase(),
  mark.charAt(0).toUpperCase() + mark.slice(1),
  ...(mark === "nan" ? ["NaN"] : []),
];

/** What stands for a missing value, as it is mostly written. */
export const missingSpellings: readonly string[] = [...new Set(missingMarks.flatMap(spellings))];

/** Further marks of missing values: of all columns, or column by column. */
export type FurtherMarks = readonly string[] | Readonly<Record<string, readonly string[]>>;

/** A mark as a recipe has it: a text, or a number. */
type Mark = string | number;
type Marks = Mark | readonly Mark[];

const asTexts = (marks: Marks): readonly string[] => [marks].flat().map(String);

/** Further marks as a recipe has them: one or several, of all columns or column by column. */
export type WrittenMarks = Marks | Readonly<Record<string, Marks>>;

export const missingMarksOf = (written: WrittenMarks): FurtherMarks =>
  typeof written === "object" && !Array.isArray(written)
    ? Object.fromEntries(Object.entries(written).map(([column, marks]) => [column, asTexts(marks)]))
    : asTexts(written as Marks);

const isList = (marks: FurtherMarks): marks is readonly string[] => Array.isArray(marks);

/** The further marks of one column. */
export const marksOf = (marks: FurtherMarks, column: string): readonly string[] =>
  isList(marks) ? marks : Object.hasOwn(marks, column) ? (marks[column] as readonly string[]) : [];

/** The columns that further marks are given for; nothing where they are for all. */
export const markedColumns = (marks: FurtherMarks): readonly string[] =>
  isList(marks) ? [] : Object.keys(marks);

/** Whether a cell holds a value: not blank and none of the marks of a missing one. */
export function isPresent(cell: string, further: readonly string[] = []): boolean {
  const text = cell.trim().toLowerCase();
  return !usual.has(text) && !further.some((mark) => mark.trim().toLowerCase() === text);
}

const usual: ReadonlySet<string> = new Set(missingMarks);
