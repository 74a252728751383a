import { defineSchedule } from "./define.ts";

export const constant = defineSchedule({
  id: "constant",
  title: "Constant",
  summary: "Keeps the learning rate as it is.",
  formula: "1",
  references: [],
  params: {},
  factor: () => 1,
});
