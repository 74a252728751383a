/** The roles of data: lines, bands and dots. */
const dataRoles = ["train", "validation", "test", "gap", "other"] as const;
const roles = [...dataRoles, "onset", "best", "ink", "muted", "grid"] as const;

export type DataRole = (typeof dataRoles)[number];
/** What a mark stands for; its colours follow from it. */
export type Role = (typeof roles)[number];

interface Colours {
  /** Of lines and areas: at least 3:1 against the paper. */
  readonly line: readonly [light: string, dark: string];
  /** Of text: at least 4.5:1 against the paper. */
  readonly text: readonly [light: string, dark: string];
}

/** What lies behind every picture. */
export const paper = ["#ffffff", "#16181d"] as const;

/** Okabe and Ito's colours, which colour-blind readers tell apart; darkened where white paper needs more contrast. */
export const palette: Readonly<Record<Role, Colours>> = {
  train: { line: ["#0072b2", "#56b4e9"], text: ["#00609a", "#7cc5ee"] },
  validation: { line: ["#d55e00", "#e69f00"], text: ["#a84800", "#f0b43c"] },
  test: { line: ["#008a64", "#2fc79a"], text: ["#00704f", "#4fd3ab"] },
  gap: { line: ["#b3588a", "#cc79a7"], text: ["#96446f", "#dc9cc0"] },
  other: { line: ["#6b6b6b", "#a0a4ab"], text: ["#585858", "#b4b8bf"] },
  onset: { line: ["#96446f", "#dc9cc0"], text: ["#96446f", "#dc9cc0"] },
  best: { line: ["#007a58", "#2fc79a"], text: ["#00704f", "#4fd3ab"] },
  ink: { line: ["#1b1d21", "#e8eaed"], text: ["#1b1d21", "#e8eaed"] },
  muted: { line: ["#7a7f87", "#8a9099"], text: ["#565b63", "#a9afb8"] },
  grid: { line: ["#e3e5e8", "#2c3038"], text: ["#565b63", "#a9afb8"] },
};

function variables(scheme: 0 | 1): string {
  const colours = roles.map(
    (role) =>
      `--picture-${role}:${palette[role].line[scheme]};--picture-${role}-text:${palette[role].text[scheme]};`,
  );
  return `--picture-paper:${paper[scheme]};${colours.join("")}`;
}

const classes = roles
  .map(
    (role) =>
      `.picture .stroke-${role}{stroke:var(--picture-${role})}` +
      `.picture .fill-${role}{fill:var(--picture-${role})}` +
      `.picture .text-${role}{fill:var(--picture-${role}-text)}`,
  )
  .join("");

/** The style sheet of pictures. It holds no `<` and no `&`, so it stands unescaped in HTML and in XML. */
export const pictureStyle =
  `.picture{${variables(0)}font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}` +
  `@media screen and (prefers-color-scheme:dark){.picture{${variables(1)}}}` +
  `.picture .paper{fill:var(--picture-paper)}${classes}`;
