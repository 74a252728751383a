// Small convolutional nets as graph values, with all that a layout has to carry: their loss and its gradients.
import { stream } from "../src/base/index.ts";
import {
  add,
  channelAffine,
  channelDot,
  channelSum,
  conv,
  type Feeds,
  gradients,
  input,
  inputName,
  maxPool,
  averagePool,
  mean,
  mul,
  relu,
  reshape,
  sizeOf,
  sqrt,
  square,
  sub,
  div,
  sum,
  tanh,
  type Tensor,
  max,
  exp,
} from "../src/graph/index.ts";

export interface ImageNet {
  readonly title: string;
  /** The net's loss and the gradient of every parameter and of the input. */
  readonly roots: readonly Tensor[];
  readonly feeds: Feeds;
}

interface Made {
  parameter(shape: readonly number[]): Tensor;
}

function imageNet(
  title: string,
  image: readonly number[],
  build: (x: Tensor, made: Made) => Tensor,
): ImageNet {
  const x = input("x", image);
  const parameters: Tensor[] = [x];
  const output = build(x, {
    parameter: (shape) => {
      const parameter = input(`p${parameters.length}`, shape);
      parameters.push(parameter);
      return parameter;
    },
  });
  const loss = sum(square(tanh(output)));
  const feeds = Object.fromEntries(
    parameters.map((parameter) => {
      const draw = stream(3, title, inputName(parameter));
      const scale = parameter === x ? 1 : 0.4;
      return [
        inputName(parameter),
        Array.from({ length: sizeOf(parameter.shape) }, () => Math.fround(scale * draw.normal())),
      ];
    }),
  );
  return { title, roots: [loss, ...gradients(loss, parameters)], feeds };
}

const same = {
  padding: [
    [1, 1],
    [1, 1],
  ],
} as const;

function normalized(x: Tensor, { parameter }: Made): Tensor {
  const [batch = 0, channels = 0, ...space] = x.shape;
  const count = batch * sizeOf(space);
  const center = div(channelSum(x), count);
  const variance = max(sub(div(channelDot(x, x), count), square(center)), 0);
  const scale = div(parameter([channels]), sqrt(add(variance, 1e-3)));
  return channelAffine(x, scale, sub(parameter([channels]), mul(center, scale)));
}

const biased = (x: Tensor, { parameter }: Made): Tensor =>
  channelAffine(x, undefined, parameter([x.shape[1] as number]));

function residual(x: Tensor, made: Made, [outputs, stride]: readonly [number, number]): Tensor {
  const channels = x.shape[1] as number;
  const steps = { stride: [stride, stride] };
  const first = relu(
    normalized(conv(x, made.parameter([outputs, channels, 3, 3]), { ...same, ...steps }), made),
  );
  const second = normalized(conv(first, made.parameter([outputs, outputs, 3, 3]), same), made);
  const shortcut =
    stride === 1 ? x : normalized(conv(x, made.parameter([outputs, channels, 1, 1]), steps), made);
  return relu(add(second, shortcut));
}

/** @param width a number of channels: what a block holds or a multiple of it. */
export const imageNets = (width: number): readonly ImageNet[] => [
  imageNet("two convolutions with biases and max pooling", [4, 1, 8, 8], (x, made) => {
    const first = relu(biased(conv(x, made.parameter([width, 1, 3, 3])), made));
    const second = relu(biased(conv(first, made.parameter([2 * width, width, 3, 3]), same), made));
    return maxPool(second, { size: [2, 2] });
  }),
  imageNet("residual blocks with normalization and global average pooling", [4, 3, 4, 4], (x, made) => {
    const start = relu(normalized(conv(x, made.parameter([width, 3, 3, 3]), same), made));
    return mean(residual(residual(start, made, [width, 1]), made, [2 * width, 2]), [2, 3]);
  }),
  imageNet("masks of channels and of whole examples", [4, 3, 5, 5], (x, made) => {
    const first = relu(biased(conv(x, made.parameter([width, 3, 3, 3]), same), made));
    const branch = conv(
      mul(first, made.parameter([4, width, 1, 1])),
      made.parameter([width, width, 3, 3]),
      same,
    );
    return relu(add(first, mul(branch, made.parameter([4, 1, 1, 1]))));
  }),
  imageNet("channels that do not fill their blocks", [2, 1, 10, 10], (x, made) => {
    const channels = (3 * width) / 4;
    const first = relu(
      biased(
        conv(x, made.parameter([channels, 1, 5, 5]), {
          padding: [
            [2, 2],
            [2, 2],
          ],
        }),
        made,
      ),
    );
    const second = conv(averagePool(first, { size: [2, 2] }), made.parameter([width, channels, 3, 3]));
    return reshape(normalized(exp(mul(second, 0.3)), made), [2, width * 9]);
  }),
  imageNet("more examples than a block has channels, and some over", [width + 3, 2, 5, 5], (x, made) => {
    const first = relu(biased(conv(x, made.parameter([width, 2, 3, 3]), same), made));
    return conv(first, made.parameter([2 * width, width, 3, 3]), { stride: [2, 2] });
  }),
  imageNet("an uneven stride, a pool that overlaps, dilation", [2, width, 7, 6], (x, made) => {
    const first = conv(x, made.parameter([width, width, 3, 2]), {
      stride: [2, 3],
      padding: [
        [1, 1],
        [0, 1],
      ],
    });
    const wide = conv(x, made.parameter([width, width, 2, 2]), { dilation: [2, 3] });
    return add(sum(first, [2, 3]), sum(maxPool(relu(wide), { size: [3, 2], stride: [1, 1] }), [2, 3]));
  }),
];
