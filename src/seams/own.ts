import type { Owner } from "./seams.ts";
import type { Holdings, Own } from "./values.ts";

/** What a technique keeps for a parameter or a layer is called after it and the technique: `dense1.weight.ema.average`. */
export const ownName = (technique: string, owner: Owner, name: string): string =>
  `${"name" in owner ? owner.name : owner.layer}.${technique}.${name}`;

export const ownOf =
  (technique: string, holdings: Holdings) =>
  (owner: Owner): Own => {
    const { layer } = owner;
    const named = (name: string) => ({ name: ownName(technique, owner, name), layer });
    return {
      parameter: (name, spec) => holdings.parameter({ ...spec, ...named(name) }),
      running: (name, { shape, initial, after }) =>
        holdings.running({ ...named(name), shape, initial }, after),
    };
  };
