import type { Role } from "./theme.ts";

/** A place in a picture or in a figure. */
export type Point = readonly [x: number, y: number];
/** An interval above one x. */
export type Interval = readonly [x: number, low: number, high: number];

/** A rectangle, from its upper left corner. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** One thing to draw, in pixels from the upper left corner; all numbers are finite. */
export type Mark =
  | {
      readonly shape: "line";
      readonly role: Role;
      readonly points: readonly Point[];
      readonly width: number;
      /** Lengths of dashes and gaps. */
      readonly dash?: readonly number[];
    }
  | { readonly shape: "area"; readonly role: Role; readonly points: readonly Interval[] }
  | {
      readonly shape: "boxes";
      readonly role: Role;
      readonly boxes: readonly Box[];
      /** From 0 to 1. */
      readonly opacity: number;
    }
  | {
      readonly shape: "dot";
      readonly role: Role;
      readonly x: number;
      readonly y: number;
      readonly radius: number;
    }
  | {
      readonly shape: "text";
      readonly role: Role;
      readonly x: number;
      /** The base line. */
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly anchor: "start" | "middle" | "end";
      readonly bold?: boolean;
    };

/** A drawing as data: what {@link toSvg} writes. */
export interface Picture {
  readonly title: string;
  /** What the picture shows, in words, for those who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** How to read it: stands under the picture, drawn by {@link toSvg}, as a caption in a page. */
  readonly note?: string;
  readonly marks: readonly Mark[];
}
