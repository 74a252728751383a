import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    globalSetup: ["test/build.ts"],
    // The default leaves one core idle, which on two is half the time.
    maxWorkers: "100%",
    // Files share their worker's modules: none of them changes a module, and loading all of src takes a second.
    isolate: false,
    // Many tests train, and machines may be small and busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
