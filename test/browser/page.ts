// Runs in the browser: hands the workload to whoever drives the page.
import * as workload from "./workload.ts";

Object.assign(globalThis, { workload });
