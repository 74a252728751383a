import { unitWord } from "../../history/index.ts";
import { defineSign } from "../sign.ts";
import { counted } from "../words.ts";

export const noValidation = defineSign({
  id: "no-validation",
  title: "No validation scores",
  look: (history) => {
    const { epochs } = history;
    const recorded = epochs.flatMap(({ validation }) => validation?.loss ?? []);
    if (epochs.length === 0 || recorded.some(Number.isFinite)) return undefined;
    const points = counted(recorded.length, unitWord(history));
    return {
      sentence:
        recorded.length === 0
          ? "No validation score was recorded, so nothing can be said about overfitting: hold some rows back for validation."
          : `Validation loss was recorded at ${points} and is a finite number at none of them, so nothing can be said about ` +
            "overfitting: look for missing values among the validation rows, or a mean over none.",
      numbers: { epochs: epochs.length },
      verdict: "noValidation",
    };
  },
});
