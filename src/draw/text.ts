/**
 * Text from outside made fit for SVG and terminals: control characters, which could forge escape codes or turn the
 * reading direction, become "�". The joiners, which some scripts need, stay.
 */
export const plainText = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cs}]|(?![\u200C\u200D])\p{Cf}/gu, "\uFFFD");

const isWide = (character: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF00-\uFF60]/u.test(
    character,
  );

/** The width of `text` in a usual sans-serif face, in units of its font size: an estimate, a little on the wide side. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (isWide(character)) width += 1;
    else width += /[ilj.,:;'|! ]/.test(character) ? 0.36 : /[mwMWA-Z]/.test(character) ? 0.8 : 0.62;
  }
  return width;
}

/** How many terminal columns `text` takes. */
export const columnsOf = (text: string): number =>
  Array.from(text).reduce((total, character) => total + (isWide(character) ? 2 : 1), 0);

/** `text` cut with "…" so that `measure` of it stays within `limit`. */
export function shorten(text: string, limit: number, measure: (text: string) => number): string {
  if (measure(text) <= limit) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && measure(`${characters.join("")}…`) > limit) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
