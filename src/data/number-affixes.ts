// What people write around numbers: "$1.20", "45%", "12 kg".

/** The texts before and after a number, without the blanks between. */
export interface Affix {
  readonly before: string;
  readonly after: string;
}

/** Whether it can be nothing else than a currency or a unit: "A7" and "12B" may be names. */
export interface FoundAffix extends Affix {
  readonly isSure: boolean;
}

const moreCurrencies = ["Rs", "Rs.", "kr", "kr.", "zł", "Kč", "Ft", "lei", "Fr.", "руб", "руб."];
const currencies: ReadonlySet<string> = new Set([...Intl.supportedValuesOf("currency"), ...moreCurrencies]);

const isCurrency = (text: string): boolean => /^\p{L}{0,3}\p{Sc}$/u.test(text) || currencies.has(text);

/** Units that are written right behind a number. */
const units: ReadonlySet<string> = new Set(
  `% ‰ ° ' " ′ ″ °C °F K kg g mg µg t lb lbs oz m cm mm µm nm km ft in yd mi m2 m² km2 km² m3 m³ sqft l L ml mL cl cc s ms min h hr hrs
  km/h mph m/s kmpl mpg rpm W kW MW V mV kV mA Ah mAh Wh kWh MWh J kJ kcal cal Hz kHz MHz GHz kB KB MB GB TB Pa hPa kPa MPa bar psi
  Nm hp bhp px dpi pt ppm dB k yr yrs mo`.split(/\s+/),
);

const isWord = (text: string): boolean =>
  text.length <= 20 && /^[\p{L}\p{Sc}%‰°µΩ/'"′″][\p{L}\p{Sc}%°µΩ/.·²³-]*[23]?$/u.test(text);

/** What stands before a number without its sign, and without a point that is the number's own: "$.50". */
function textBefore(head: string): string {
  const bare = head.replaceAll(/^[+-]\s*|\s*[+-]$/g, "").trim();
  return /\p{L}/u.test(bare) ? bare : bare.replace(/\s*[.,]$/, "");
}

const isUnit = (text: string, isApart: boolean): boolean =>
  text === "" || isCurrency(text) || units.has(text) || (isApart && isWord(text));

/** What stands around the number of a cell; nothing where it holds none, several, or a number alone. */
export function affixOf(cell: string): FoundAffix | undefined {
  const parts = /^(\D*)\d[\d.,]*(?:e[+-]?\d+)?(\D*[23]?)$/iu.exec(cell.trim());
  if (!parts) return undefined;
  const [, head = "", tail = ""] = parts;
  const before = textBefore(head);
  const after = tail.trim();
  if (before === "" && after === "") return undefined;
  const isSure = (before === "" || isCurrency(before)) && isUnit(after, /^\s/.test(tail));
  return { before, after, isSure };
}

/** What stands around the numbers of a column, for people: `"$" before`. */
export const affixText = ({ before, after }: Affix): string =>
  [before === "" ? [] : `"${before}" before`, after === "" ? [] : `"${after}" after`].flat().join(" and ");
