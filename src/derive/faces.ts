import type { Need, Program } from "../seams/index.ts";

/** What another program calls itself, and whose words its users understand besides its own. */
export interface Face {
  readonly title: string;
  readonly speaks: readonly Program[];
  /** What its logs leave no doubt about. */
  readonly meets?: readonly Need[];
}

export const faces: Readonly<Record<Program, Face>> = {
  keras: { title: "Keras", speaks: ["keras"] },
  pytorch: { title: "PyTorch", speaks: ["pytorch"] },
  lightning: { title: "Lightning", speaks: ["lightning", "pytorch"] },
  // Its Trainer makes the optimizer, and its models their layers.
  huggingFace: { title: "Hugging Face", speaks: ["huggingFace"] },
  ultralytics: {
    title: "Ultralytics",
    speaks: ["ultralytics"],
    meets: ["images", "channels", "numericInputs"],
  },
  fastai: { title: "fastai", speaks: ["fastai", "pytorch"] },
};
