import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    globalSetup: ["test/build.ts"],
    // Many tests train, and machines may be small and busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
