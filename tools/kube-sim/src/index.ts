export { startSim } from "./sim.ts";
export type { Sim, SimOptions } from "./sim.ts";
export type { Fault } from "./http/faults.ts";
export type { Stats } from "./http/stats.ts";
