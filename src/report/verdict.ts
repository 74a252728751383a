import type { Diagnosis, Verdict } from "../diagnose/index.ts";

interface Face {
  readonly title: string;
  /** Whether all is well, something is wrong, or more must be known. */
  readonly tone: "good" | "bad" | "open";
}

const faces: Readonly<Record<Verdict, Face>> = {
  healthy: { title: "Healthy", tone: "good" },
  overfitting: { title: "Overfitting", tone: "bad" },
  underfitting: { title: "Underfitting", tone: "bad" },
  stillImproving: { title: "Still improving", tone: "open" },
  diverged: { title: "Diverged", tone: "bad" },
  tooNoisy: { title: "Too noisy to tell", tone: "open" },
  tooShort: { title: "Too short to tell", tone: "open" },
  noValidation: { title: "No validation data", tone: "open" },
  suspiciousValidation: { title: "Suspicious validation", tone: "bad" },
};

/** The verdict as a heading, with its severity: "Overfitting, severe". */
export function verdictTitle({ verdict, severity }: Diagnosis): string {
  return severity === undefined ? faces[verdict].title : `${faces[verdict].title}, ${severity}`;
}

export const verdictTone = ({ verdict }: Diagnosis): Face["tone"] => faces[verdict].tone;
