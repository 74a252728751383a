import { layers } from "../layers/index.ts";
import { models } from "../models/index.ts";
import type { Parameters } from "../seams/index.ts";
import { usualElements } from "./usual.ts";

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `"name"` as `{ [key]: "name" }`; everything else as it is. */
const named = (key: string, value: unknown): unknown =>
  typeof value === "string" ? { [key]: value } : value;

const eachNamed = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((entry) => named("use", entry)) : value;

const layerKinds: Readonly<Record<string, { readonly params: Parameters }>> = layers;

/** The settings of a layer that hold further layers. */
const listsOf = ({ use }: Fields): string[] =>
  Object.entries(Object.hasOwn(layerKinds, String(use)) ? (layerKinds[String(use)]?.params ?? {}) : {})
    .filter(([, { kind }]) => kind === "layers")
    .map(([name]) => name);

/** The layers of a list, and those inside of them. */
const eachLayer = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map((entry) => {
        const layer = named("use", entry);
        if (!isFields(layer)) return layer;
        const lists = listsOf(layer).filter((name) => name in layer);
        return { ...layer, ...Object.fromEntries(lists.map((name) => [name, eachLayer(layer[name])])) };
      })
    : value;

const numbered: Readonly<Record<string, { readonly numbered?: string }>> = models;

/** `{ "preset": "resnet-20" }` as `{ "preset": "resnet", "depth": 20 }`, where the preset takes a number so. */
function numberedPreset(value: unknown): unknown {
  if (!isFields(value) || typeof value["preset"] !== "string") return value;
  const [, preset = "", number] = /^(\w+)-(\d+)$/.exec(value["preset"]) ?? [];
  const parameter = Object.hasOwn(numbered, preset) ? numbered[preset]?.numbered : undefined;
  return parameter === undefined || parameter in value
    ? value
    : { ...value, preset, [parameter]: Number(number) };
}

const spellings: Readonly<Record<string, (value: unknown) => unknown>> = {
  data: (value) => named("source", value),
  model: (value) =>
    isFields(value) && "layers" in value
      ? { ...value, layers: eachLayer(value["layers"]) }
      : numberedPreset(named("preset", value)),
  loss: (value) => (value === "auto" ? value : named("use", value)),
  optimizer: (value) => named("use", value),
  schedule: (value) => named("use", value),
  regularizers: eachNamed,
};

/**
 * The recipe with every element that is given by its name alone as an object, and what suits its data where it names none; unknown fields and wrong types are left.
 * `$schema`, by which editors find the JSON Schema, says nothing about the run and goes.
 */
export function spellOut(value: unknown): unknown {
  if (!isFields(value)) return value;
  const spelled = Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => field !== "$schema")
      .map(([field, entry]) => [
        field,
        (Object.hasOwn(spellings, field) ? spellings[field]?.(entry) : undefined) ?? entry,
      ]),
  );
  return { ...spelled, ...usualElements(spelled) };
}
