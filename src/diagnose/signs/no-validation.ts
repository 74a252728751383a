import { defineSign } from "../sign.ts";

export const noValidation = defineSign({
  id: "no-validation",
  title: "No validation scores",
  look: ({ epochs }) => {
    if (epochs.length === 0 || epochs.some(({ validation }) => validation !== undefined)) return undefined;
    return {
      sentence:
        "No validation score was recorded, so nothing can be said about overfitting: hold some rows back for validation.",
      numbers: { epochs: epochs.length },
      verdict: "noValidation",
    };
  },
});
