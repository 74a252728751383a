import type { Owner } from "./seams.ts";
import type { Holdings, Own } from "./values.ts";

/** What a technique keeps for a parameter or a layer, called after it and the technique: `dense1.weight.ema.average`. */
export const ownOf =
  (technique: string, holdings: Holdings) =>
  (owner: Owner): Own => {
    const { layer } = owner;
    const prefix = `${"name" in owner ? owner.name : layer}.${technique}`;
    return {
      parameter: (name, spec) => holdings.parameter({ ...spec, name: `${prefix}.${name}`, layer }),
      running: (name, { shape, initial, after }) =>
        holdings.running({ name: `${prefix}.${name}`, layer, shape, initial }, after),
    };
  };
