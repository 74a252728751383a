import { defineDataset } from "./define.ts";
import { heldOut, publishedFiles, readPublished } from "./published-idx.ts";

export const fashionMnist = defineDataset({
  id: "fashion-mnist",
  title: "Fashion-MNIST",
  summary:
    "60,000 pictures of clothes of ten kinds and 10,000 held-out ones, 28 × 28 grey (Xiao, Rasul and Vollgraf 2017).",
  params: { heldOut },
  published: {
    folder: "fashion-mnist",
    mirrors: [
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ],
    files: publishedFiles(
      {
        trainImages: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        trainLabels: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        testImages: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        testLabels: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
      },
      "file",
    ),
  },
  load: (settings, context) =>
    readPublished(
      { title: "Fashion-MNIST", source: "fashion-mnist", folder: "fashion-mnist", part: settings.heldOut },
      context,
    ),
});
