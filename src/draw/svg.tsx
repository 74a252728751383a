import { area, line } from "d3-shape";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { noted } from "./noted.ts";
import type { Interval, Mark, Picture, Point } from "./picture.ts";
import { plainText } from "./text.ts";
import { palette, paper, pictureStyle } from "./theme.ts";

const linePath = line<Point>().digits(1);
const areaPath = area<Interval>()
  .x(([x]) => x)
  .y0(([, low]) => low)
  .y1(([, , high]) => high)
  .digits(1);

const rounded = (value: number): number => Math.round(value * 10) / 10;

type MarkOf<Shape extends Mark["shape"]> = Extract<Mark, { readonly shape: Shape }>;

const LineView = ({ mark }: { readonly mark: MarkOf<"line"> }): VNode => (
  <path
    class={`stroke-${mark.role}`}
    d={linePath(mark.points) ?? ""}
    fill="none"
    stroke={palette[mark.role].line[0]}
    stroke-width={mark.width}
    stroke-dasharray={mark.dash?.join(" ")}
    stroke-linejoin="round"
    stroke-linecap="round"
  />
);

const AreaView = ({ mark }: { readonly mark: MarkOf<"area"> }): VNode => (
  <path
    class={`fill-${mark.role}`}
    d={areaPath(mark.points) ?? ""}
    fill={palette[mark.role].line[0]}
    fill-opacity={0.2}
  />
);

const BoxesView = ({ mark }: { readonly mark: MarkOf<"boxes"> }): VNode => (
  <path
    class={`fill-${mark.role}`}
    d={mark.boxes
      .map(
        ([x, y, width, height]) =>
          `M${rounded(x)},${rounded(y)}h${rounded(width)}v${rounded(height)}h${-rounded(width)}z`,
      )
      .join("")}
    fill={palette[mark.role].line[0]}
    fill-opacity={mark.opacity === 1 ? undefined : mark.opacity}
  />
);

const DotView = ({ mark }: { readonly mark: MarkOf<"dot"> }): VNode => (
  <circle
    class={`fill-${mark.role}`}
    cx={rounded(mark.x)}
    cy={rounded(mark.y)}
    r={mark.radius}
    fill={palette[mark.role].line[0]}
  />
);

const TextView = ({ mark }: { readonly mark: MarkOf<"text"> }): VNode => (
  <text
    class={`text-${mark.role}`}
    x={rounded(mark.x)}
    y={rounded(mark.y)}
    fill={palette[mark.role].text[0]}
    font-size={mark.size}
    font-weight={mark.bold === true ? "600" : undefined}
    text-anchor={mark.anchor === "start" ? undefined : mark.anchor}
  >
    {plainText(mark.text)}
  </text>
);

/** Each mark names its colour twice: as an attribute for programs without style sheets, as a class for light and dark. */
function MarkView({ mark }: { readonly mark: Mark }): VNode {
  if (mark.shape === "line") return <LineView mark={mark} />;
  if (mark.shape === "area") return <AreaView mark={mark} />;
  if (mark.shape === "boxes") return <BoxesView mark={mark} />;
  if (mark.shape === "dot") return <DotView mark={mark} />;
  return <TextView mark={mark} />;
}

/** A picture as a Preact element: the page that shows it holds {@link pictureStyle} once. */
export function PictureView(props: { readonly picture: Picture; readonly styled?: boolean }): VNode {
  const { picture, styled = false } = props;
  const title = plainText(picture.title);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="picture"
      role="img"
      aria-label={title}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      width={picture.width}
      height={picture.height}
      font-family="system-ui, sans-serif"
    >
      <title>{title}</title>
      <desc>{plainText(picture.description)}</desc>
      {styled && <style dangerouslySetInnerHTML={{ __html: pictureStyle }} />}
      <rect class="paper" width={picture.width} height={picture.height} fill={paper[0]} />
      {picture.marks.map((mark) => (
        <MarkView mark={mark} />
      ))}
    </svg>
  );
}

/** The picture with its note as a stand-alone SVG document: equal pictures give equal text. */
export const toSvg = (picture: Picture): string =>
  `${renderToString(<PictureView picture={noted(picture)} styled />)}\n`;
