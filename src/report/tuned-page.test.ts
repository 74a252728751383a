import { expect, test } from "vitest";
import { axisOf, type JudgedPoint, type Tuned } from "../search/index.ts";
import { learnedHtml, tunedHtml } from "./tuned-page.tsx";

const rates = [0, 0.2];
const points = [0, 1].flatMap((lambda) =>
  rates.map((rate): JudgedPoint => {
    const loss = 2 - lambda + rate;
    const strengths = { "l2.lambda": lambda, "dropout.rate": rate };
    return { strengths, losses: [loss, loss], mean: loss, standardError: 0.5 };
  }),
);
const tuned: Tuned = {
  axes: [axisOf("l2=0,1", 2), axisOf("dropout=0,0.2", 2)],
  curve: { points, min: 2, oneSe: 3 },
  added: 0,
  edges: [],
  members: [],
};

test("a page of a search holds the map, a curve for each strength, how to read them, and the strengths", () => {
  const html = tunedHtml({ name: "doses & yields", data: ["Data  doses.csv"], tuned, folds: 2 });
  expect(html).toContain("<h1>Strengths for doses &amp; yields</h1>");
  expect(html.match(/<svg/g)).toHaveLength(3);
  expect(html.match(/<figcaption>/g)).toHaveLength(3);
  expect(html).toContain("<figcaption>Each cell is the validation loss of a pair of strengths");
  expect(html.match(/<tr class="emphasized">/g)).toHaveLength(2);
  expect(html).toContain("λ1se: most regularized within one standard error");
  expect(html).toContain("<pre>Data  doses.csv</pre>");
});

test("a page of learned strengths holds their picture and a row for each layer", () => {
  const learned = {
    path: [{ "l2.lambda": 1 }, { "l2.lambda": 0.25 }],
    strengths: { "l2.lambda": 0.5 },
    result: {
      validation: { loss: 0.5, lossStandardError: 0.1, metrics: {} },
      train: undefined,
      epochs: 2,
      kept: 2,
    },
    layers: { "l2.lambda": "dense1" },
  };
  const html = learnedHtml({ name: "doses", data: [], learned });
  expect(html.match(/<svg/g)).toHaveLength(1);
  expect(html).toContain('<th scope="row">l2.lambda of dense1</th><td>0.5</td><td>0.25</td>');
  expect(html).toContain("The validation rows taught the strengths");
});
