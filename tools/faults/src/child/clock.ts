import { readFileSync } from "node:fs";

// Preloaded by services under test: their wall clock is off by as many milliseconds as the file says. Timers and
// performance.now() are monotonic on a real machine too, so they stay as they are; so does the clock of OpenSSL.
const file = process.env["XP_FAULTS_CLOCK"] ?? "";
const RealDate = Date;
const offset = (): number => Number(readFileSync(file, "utf8"));

globalThis.Date = class extends RealDate {
  constructor(...args: unknown[]) {
    // Date takes one to seven arguments; none means now.
    super(...((args.length === 0 ? [RealDate.now() + offset()] : args) as [number]));
  }
  static override now(): number {
    return RealDate.now() + offset();
  }
} as DateConstructor;
