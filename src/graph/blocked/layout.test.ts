import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { imageNets } from "../../../test/image-nets.ts";
import {
  blockLayout,
  constant,
  conv,
  evaluate,
  gather,
  gradients,
  input,
  share,
  square,
  sum,
  topological,
} from "../index.ts";

test.each([4, 8].flatMap((block) => imageNets(block).map((net) => ({ ...net, block }))))(
  "$title, blocks of $block: loss and gradients keep their values",
  ({ roots, feeds, block }) => {
    const shared = share(roots);
    const blocked = blockLayout(shared, block);
    expect(topological(blocked).filter(({ op }) => op.name === "blockedConv").length).toBeGreaterThan(2);
    const [found, expected] = [evaluate(blocked, feeds), evaluate(shared, feeds)];
    found.forEach((values, i) => expectClose(values, expected[i] ?? [], 1e-9));
    blocked.forEach(({ shape }, i) => expect(shape).toEqual(shared[i]?.shape));
  },
);

test("without blocks everything stays as it is", () => {
  const [net] = imageNets(4);
  expect(blockLayout(net?.roots ?? [], 0)).toEqual(net?.roots);
});

test("between convolutions nothing is put into plain order", () => {
  const [net] = imageNets(8);
  const order = topological(blockLayout(share(net?.roots ?? []), 8));
  // The output, what the gradient of the input is made from, and what the gradient of the second kernel reads.
  expect(order.filter(({ op }) => op.name === "toPlain")).toHaveLength(3);
  expect(order.some(({ op }) => ["channelShift", "conv"].includes(op.name))).toBe(false);
});

test("images that change rows between convolutions stay in blocks, and so do their gradients", () => {
  const [x, kernels] = [input("x", [3, 8, 4, 4]), input("kernels", [8, 8, 1, 1])];
  const moved = gather(conv(x, kernels), constant([2, 0, 0], [3], "int32"));
  const loss = sum(square(conv(moved, kernels)));
  const shared = share([loss, ...gradients(loss, [x, kernels])]);
  const blocked = blockLayout(shared, 8);
  const feeds = {
    x: Array.from({ length: 384 }, (_, i) => Math.sin(i)),
    kernels: Array.from({ length: 64 }, (_, i) => Math.cos(i)),
  };
  const [found, expected] = [evaluate(blocked, feeds), evaluate(shared, feeds)];
  found.forEach((values, i) => expectClose(values, expected[i] ?? [], 1e-9));
  const rows = topological(blocked).filter(({ op }) => ["gather", "scatterAdd"].includes(op.name));
  expect(rows.map(({ sources }) => sources[0]?.op.name)).not.toContain("toPlain");
  expect(rows).toHaveLength(2);
});
