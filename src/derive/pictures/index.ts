import type { Drawing } from "../../draw/index.ts";
import { homeOf, type Regularizer, type Seam } from "../../seams/index.ts";
import { afterFigure } from "./after.ts";
import { gradientsFigure, lossesFigure, lossFigure, targetsFigure, updateFigure } from "./curves.ts";
import { batchFigure, dataFigure, inputFigure } from "./images.ts";
import { loopFigure } from "./loop.ts";
import { layersFigure, weightsFigure } from "./values.ts";

/** How a technique looks at each seam: it is run on the seam's example. */
const bySeam: Readonly<Record<Seam, (technique: Regularizer) => Promise<Drawing> | Drawing>> = {
  data: async (technique) => ({ rasters: await dataFigure(technique) }),
  batch: async (technique) => ({ rasters: await batchFigure(technique) }),
  input: async (technique) => ({ rasters: await inputFigure(technique) }),
  layers: (technique) => ({ rasters: layersFigure(technique) }),
  weights: (technique) => ({ rasters: weightsFigure(technique) }),
  targets: (technique) => ({ bars: targetsFigure(technique) }),
  losses: (technique) => ({ lines: lossesFigure(technique) }),
  loss: (technique) => ({ lines: lossFigure(technique) }),
  gradients: (technique) => ({ lines: gradientsFigure(technique) }),
  update: (technique) => ({ lines: updateFigure(technique) }),
  loop: (technique) => ({ lines: loopFigure(technique) }),
  after: (technique) => ({ lines: afterFigure(technique) }),
};

/** What a technique does, drawn by running it at its home seam. */
export const drawTechnique = async (technique: Regularizer): Promise<Drawing> =>
  bySeam[homeOf(technique)](technique);
