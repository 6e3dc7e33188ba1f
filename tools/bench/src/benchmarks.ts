import type { Benchmark } from "./benchmark.ts";
import { fullList } from "./benchmarks/full-list.ts";
import { render } from "./benchmarks/render.ts";
import { watches } from "./benchmarks/watches.ts";

/** In the order of the table. */
export const benchmarks: readonly Benchmark[] = [fullList, watches, render];
