import { type Instruction, UserError } from "../base/index.ts";
import type { Shape } from "../graph/index.ts";
import type { LayerTools } from "./define.ts";

/** The error of a layer that does not fit what it is built on, by the layer's name. */
export const misfit = ({ name }: Pick<LayerTools, "name">, what: Omit<Instruction, "where">): UserError =>
  new UserError({ where: `The layer ${name}`, ...what });

/** `[3, 28, 28]` as errors show it. */
export const shapeText = (shape: Shape): string => `[${shape.join(", ")}]`;
