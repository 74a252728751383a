/** One record of a delimited text. */
export interface TextRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether a quote in it is not closed: the rest of the text went into its last cell. */
  readonly isOpen: boolean;
}

/** How cells are told apart. */
export interface RecordForm {
  readonly delimiter: string;
  /** Whether quoted cells may hold delimiters, line ends and doubled quotes; otherwise quotes are characters like others. */
  readonly hasQuotes: boolean;
}

/** The records of a delimited text, blank lines left out. */
export function parseRecords(text: string, { delimiter, hasQuotes }: RecordForm): TextRecord[] {
  const records: TextRecord[] = [];
  let cells: string[] = [];
  /** What a cell holds of the text before `from`. */
  let held = "";
  let from = 0;
  let isQuoted = false;
  let line = 1;
  let start = 1;
  const quote = hasQuotes ? '"' : undefined;
  const take = (to: number, next: number): void => {
    held += text.slice(from, to);
    from = next;
  };
  const end = (at: number, by: string): void => {
    take(at, at + 1);
    cells.push(by === "\n" && held.endsWith("\r") ? held.slice(0, -1) : held);
    held = "";
    if (by !== "\n") return;
    if (cells.length > 1 || cells[0] !== "") records.push({ line: start, cells, isOpen: isQuoted });
    cells = [];
    start = line;
  };
  /** Takes a quote, or two that stand for one, and says where it ends. */
  const quoteAt = (at: number): number => {
    if (isQuoted && text[at + 1] === quote) {
      take(at + 1, at + 2);
      return at + 1;
    }
    if (isQuoted || (held === "" && from === at)) {
      isQuoted = !isQuoted;
      take(at, at + 1);
    }
    return at;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === "\n") line++;
    if (character === quote) i = quoteAt(i);
    else if (!isQuoted && (character === "\n" || character === delimiter)) end(i, character);
  }
  end(text.length, "\n");
  return records;
}
