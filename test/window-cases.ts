// Sample cases of the operations whose kernels slide over space, and of those on channels.
import {
  averagePool,
  channelAffine,
  channelDot,
  channelSum,
  conv,
  type ConvolutionOptions,
  convTranspose,
  gradients,
  gridSample,
  input,
  largest,
  maxPool,
  mul,
  pad,
  putAlong,
  type PoolingOptions,
  reverse,
  type Shape,
  sum,
  takeAlong,
  type Tensor,
  topological,
  upsample,
} from "../src/graph/index.ts";
import { type OperationCase, of } from "./operation-case.ts";
import { float, int32, signed } from "./operation-samples.ts";

const convolution = (title: string, x: Shape, w: Shape, options: ConvolutionOptions = {}): OperationCase =>
  of(title, [signed("x", x), signed("w", w)], (x, w) => conv(x as Tensor, w as Tensor, options));

const one = {
  stride: [2, 2],
  padding: [
    [1, 1],
    [1, 1],
  ],
} as const;

/** Each with a geometry that some spelling could get wrong. */
const geometries: readonly [title: string, x: Shape, w: Shape, options?: ConvolutionOptions][] = [
  ["plain", [2, 2, 4, 5], [3, 2, 3, 2]],
  ["padding on all sides", [2, 2, 3, 3], [2, 2, 3, 3], { padding: one.padding }],
  [
    "uneven padding",
    [1, 2, 4, 3],
    [2, 2, 3, 3],
    {
      padding: [
        [0, 1],
        [2, 0],
      ],
    },
  ],
  ["a stride with a rest", [2, 1, 6, 5], [2, 1, 3, 3], one],
  ["a stride larger than the kernel", [1, 2, 5, 5], [2, 2, 1, 1], { stride: [2, 3] }],
  ["dilation", [1, 2, 6, 5], [2, 2, 2, 3], { dilation: [3, 2] }],
  ["stride and dilation", [1, 1, 8, 7], [1, 1, 2, 2], { stride: [2, 3], dilation: [2, 1] }],
  ["groups", [2, 4, 3, 3], [6, 2, 2, 2], { groups: 2 }],
  ["depthwise with a multiplier", [2, 3, 4, 3], [6, 1, 2, 2], { groups: 3, padding: one.padding }],
  ["one axis", [2, 3, 6], [2, 3, 3], { stride: [2], padding: [[1, 0]] }],
];

/** The gradient of a convolution by its input or its kernel, in the place of a result. */
const back = (which: 0 | 1): OperationCase[] =>
  geometries.map(([title, x, w, options]) => {
    const result = conv({ shape: x } as Tensor, { shape: w } as Tensor, options).shape;
    const samples = [signed("x", x), signed("w", w), signed("dy", result)];
    return of(title, samples, (x, w, dy) => {
      const y = conv(x as Tensor, w as Tensor, options);
      return gradients(sum(mul(y, dy as Tensor)), [[x, w][which] as Tensor])[0] as Tensor;
    });
  });

const transposed = (title: string, x: Shape, w: Shape, options: Parameters<typeof convTranspose>[2]) =>
  of(title, [signed("x", x), signed("w", w)], (x, w) => convTranspose(x as Tensor, w as Tensor, options));

const pools: readonly [title: string, x: Shape, options: PoolingOptions][] = [
  ["windows side by side", [2, 2, 4, 6], { size: [2, 2] }],
  ["a rest that no window sees", [1, 2, 5, 5], { size: [2, 2] }],
  [
    "overlapping windows",
    [1, 2, 5, 5],
    {
      size: [3, 3],
      stride: [2, 2],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  ],
  ["one axis", [2, 2, 6], { size: [3] }],
];
const pooling = (pool: (x: Tensor, options: PoolingOptions) => Tensor): OperationCase[] =>
  pools.map(([title, x, options]) => of(title, [signed("x", x)], (x) => pool(x as Tensor, options)));

/** In each window two equal numbers are the largest. */
const tied = float([5, 5, 1, 2, 0, 5, 7, 7, 1, 3, 3, 0, 3, 2, 3, 0], [1, 1, 4, 4]);

const pooledShape = (x: Shape, options: PoolingOptions): Shape =>
  maxPool({ shape: x } as Tensor, options).shape;

/** The gradient of max pooling, in the place of a result. */
const unpooled = (title: string, x: Shape, options: PoolingOptions): OperationCase =>
  of(title, [signed("x", x), signed("dy", pooledShape(x, options))], (x, dy) => {
    return gradients(sum(mul(maxPool(x as Tensor, options), dy as Tensor)), [x as Tensor])[0] as Tensor;
  });

/** The gradient of that by what flows back: the derivative of max pooling in a direction. */
const picked = (title: string, x: Shape, options: PoolingOptions): OperationCase =>
  of(title, [signed("x", x), signed("v", x)], (x, v) => {
    const dy = input("dy", pooledShape((x as Tensor).shape, options));
    const [back] = gradients(sum(mul(maxPool(x as Tensor, options), dy)), [x as Tensor]);
    const along = gradients(sum(mul(back as Tensor, v as Tensor)), [dy]);
    return topological(along).find(({ op }) => op.name === "pickLargest") as Tensor;
  });

/** Places from inside the images to outside of them, none on a pixel's centre. */
const scattered = float(
  [-0.9, -0.4, 0.13, 0.71, 0.97, -0.93, -1.2, 0.3, 0.42, 1.17, -0.55, 0.05, 0.8, -1.6, 0.22, -0.31],
  [2, 2, 2, 2],
);

const perChannel = (title: string, x: Shape) => [signed(title, x), signed("scale", [x[1] as number])];

export const windowCases: Readonly<Record<string, readonly OperationCase[]>> = {
  conv: geometries.map((each) => convolution(...each)),
  convToInput: [
    ...back(0),
    transposed("output padding", [1, 2, 3, 3], [2, 3, 3, 3], { ...one, outputPadding: [1, 0] }),
    transposed("plain", [2, 4, 2, 3], [4, 1, 2, 2], { groups: 2 }),
  ],
  convToKernel: back(1),
  maxPool: pooling(maxPool),
  unpool: pools.map((each) => unpooled(...each)),
  pickLargest: pools.map((each) => picked(...each)),
  largest: [...pooling(largest), of("equal numbers", [tied], (x) => largest(x as Tensor, { size: [2, 2] }))],
  averagePool: pooling(averagePool),
  upsample: [
    of("two axes", [signed("x", [2, 2, 2, 3])], (x) => upsample(x as Tensor, [2, 3])),
    of("one axis", [signed("x", [1, 2, 3])], (x) => upsample(x as Tensor, [2])),
  ],
  pad: [
    of("both sides of one axis, one of another", [signed("x", [2, 3])], (x) =>
      pad(x as Tensor, [
        [1, 2],
        [0, 1],
      ]),
    ),
  ],
  reverse: [
    of("two axes", [signed("x", [2, 3, 4])], (x) => reverse(x as Tensor, [1, 2])),
    of("the first axis", [signed("x", [3, 2])], (x) => reverse(x as Tensor, [0])),
  ],
  takeAlong: [
    of("rows", [signed("x", [3, 2]), int32([2, 0, 0, 1], [2, 2])], (x, places) =>
      takeAlong(x as Tensor, places as Tensor, 0),
    ),
    of("the last axis", [signed("x", [2, 1, 3]), int32([2, 2, 0, 1], [2, 1, 2])], (x, places) =>
      takeAlong(x as Tensor, places as Tensor, 2),
    ),
  ],
  putAlong: [
    of("one place twice", [signed("x", [2, 2]), int32([1, 1, 0, 2], [2, 2])], (x, places) =>
      putAlong(x as Tensor, places as Tensor, 1, 4),
    ),
  ],
  gridSample: [
    of("between pixels, and beyond the edges", [signed("x", [2, 2, 3, 4]), scattered], (x, grid) =>
      gridSample(x as Tensor, grid as Tensor),
    ),
  ],
  channelScale: [
    of("images", perChannel("x", [2, 3, 2, 2]), (x, s) => channelAffine(x as Tensor, s, undefined)),
  ],
  channelShift: [
    of("images", perChannel("x", [2, 3, 2, 2]), (x, b) => channelAffine(x as Tensor, undefined, b)),
    of("rows", perChannel("x", [2, 3]), (x, b) => channelAffine(x as Tensor, undefined, b)),
  ],
  channelAffine: [
    [2, 3],
    [2, 3, 4],
    [2, 3, 2, 2],
  ].map((shape) =>
    of(`${shape.length} axes`, [...perChannel("x", shape), signed("shift", [3])], (x, s, b) =>
      channelAffine(x as Tensor, s, b),
    ),
  ),
  channelSum: [
    [2, 3],
    [2, 3, 4],
    [2, 3, 2, 2],
  ].map((shape) => of(`${shape.length} axes`, [signed("x", shape)], (x) => channelSum(x as Tensor))),
  channelDot: [
    of("two tensors", [signed("a", [2, 3, 2, 2]), signed("b", [2, 3, 2, 2])], (a, b) =>
      channelDot(a as Tensor, b as Tensor),
    ),
    of("squares", [signed("a", [2, 3, 4])], (a) => channelDot(a as Tensor, a as Tensor)),
  ],
};
