/** What became of one test. */
export interface TestOutcome {
  readonly name: string;
  readonly file: string;
  readonly state: "passed" | "failed" | "skipped";
  /** The note of a skip that the running test itself decided on. */
  readonly note: string | undefined;
}

/** What is known of this machine, to hold the reasons of skips against. */
export interface Machine {
  readonly onPath: (program: string) => boolean;
  readonly isSet: (variable: string) => boolean;
}

const LACKS_PROGRAM = /(?<program>[\w.-]+) is not on PATH/;
const LACKS_VARIABLE = /(?<variable>[A-Z][A-Z0-9_]+) is not set/;
const PARENTHESES = /\((?<reason>[^()]+)\)/;

/** Why a test was skipped: its note, else what its name, or that of its group, says in parentheses. */
const reasonOf = ({ name, note }: TestOutcome): string | undefined =>
  note ?? PARENTHESES.exec(name)?.groups?.["reason"];

/** What is wrong with a skip, where it gives no reason or a reason that is not true on this machine. */
export function unjustified(test: TestOutcome, machine: Machine): string | undefined {
  const reason = reasonOf(test);
  if (reason === undefined) return "gives no reason";
  const program = LACKS_PROGRAM.exec(reason)?.groups?.["program"];
  if (program !== undefined && machine.onPath(program)) return `but ${program} is on PATH`;
  const variable = LACKS_VARIABLE.exec(reason)?.groups?.["variable"];
  if (variable !== undefined && machine.isSet(variable)) return `but ${variable} is set`;
  return undefined;
}

/** The lines that end a run: each reason for skips with its count, and the totals last. */
export function summaryLines(tests: readonly TestOutcome[]): readonly string[] {
  const count = (state: TestOutcome["state"]): number => tests.filter((test) => test.state === state).length;
  const skips = Map.groupBy(
    tests.filter(({ state }) => state === "skipped"),
    (test) => reasonOf(test) ?? "no reason given",
  );
  return [
    ...[...skips].map(([reason, skipped]) => `skipped: ${skipped.length} (${reason})`),
    `tests: ${count("passed")} passed, ${count("failed")} failed`,
  ];
}
