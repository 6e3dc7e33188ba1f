import type { Benchmark } from "./benchmark.ts";
import { apiServer } from "./benchmarks/api-server.ts";
import { fullList } from "./benchmarks/full-list.ts";
import { growth } from "./benchmarks/growth.ts";
import { idle } from "./benchmarks/idle.ts";
import { manyRows } from "./benchmarks/many-rows.ts";
import { memory } from "./benchmarks/memory.ts";
import { render } from "./benchmarks/render.ts";
import { scrapers } from "./benchmarks/scrapers.ts";
import { services } from "./benchmarks/services.ts";
import { watches } from "./benchmarks/watches.ts";

/** In the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  fullList,
  watches,
  memory,
  render,
  services,
  apiServer,
  scrapers,
  manyRows,
  growth,
  idle,
];
