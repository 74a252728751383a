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
  noTraining: { title: "No training curve", tone: "open" },
  noValidation: { title: "No validation data", tone: "open" },
  suspiciousValidation: { title: "Suspicious validation", tone: "bad" },
};

/** The verdict as a heading, with its severity: "Overfitting, severe", "perhaps" where that hinges on a guess. */
export function verdictTitle({ verdict, severity, uncertainSeverity }: Diagnosis): string {
  if (severity === undefined) return faces[verdict].title;
  return `${faces[verdict].title}, ${uncertainSeverity ? "perhaps " : ""}${severity}`;
}

export const verdictTone = ({ verdict }: Diagnosis): Face["tone"] => faces[verdict].tone;
