import { stat } from "node:fs/promises";

/** Whether a path leads to a file or folder. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
