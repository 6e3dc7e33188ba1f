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
  readonly exists: (path: string) => boolean;
}

/** What a reason may say of a machine, and what contradicts it. */
const checkable: readonly {
  readonly says: RegExp;
  readonly isWrong: (named: string, machine: Machine) => boolean;
  readonly fact: string;
}[] = [
  {
    says: /\b(?<named>[\w.-]+) is not on PATH/g,
    isWrong: (program, { onPath }) => onPath(program),
    fact: "is on PATH",
  },
  {
    says: /\b(?<named>[A-Z][A-Z0-9_]+) is not set/g,
    isWrong: (variable, { isSet }) => isSet(variable),
    fact: "is set",
  },
  { says: /\bthere is no (?<named>\/[\w/-]+)/g, isWrong: (path, { exists }) => exists(path), fact: "is there" },
];

/** Reasons that nothing here can check. Each entry is a test that may be missing in CI without anybody noticing. */
const believed: ReadonlySet<string> = new Set([
  "no docker compose here",
  "a tmpfs is mounted by root only, and sudo asks for a password",
]);

const PARENTHESES = /\((?<reason>[^()]+)\)/g;
const INTRODUCTION = /^(?:skipped|left out): /;

const claimsOf = (reason: string) =>
  checkable.flatMap(({ says, ...rest }) =>
    [...reason.matchAll(says)].map(({ groups }) => ({ named: groups?.["named"] ?? "", ...rest })),
  );
const isKnown = (reason: string): boolean =>
  believed.has(reason.replace(INTRODUCTION, "")) || claimsOf(reason).length > 0;

/** Why a test was skipped: its note, else what its name, or that of a group, says in parentheses. */
function reasonOf({ name, note }: TestOutcome): string | undefined {
  const inName = Array.from(name.matchAll(PARENTHESES), ({ groups }) => groups?.["reason"] ?? "");
  return note ?? inName.find(isKnown) ?? inName[0];
}

/** What is wrong with a skip, where it gives no reason, one that is not known, or one that is not true on this machine. */
export function unjustified(test: TestOutcome, machine: Machine): string | undefined {
  const reason = reasonOf(test);
  if (reason === undefined) return "gives no reason";
  if (!isKnown(reason)) return `gives a reason that nobody can check: ${reason}`;
  const wrong = claimsOf(reason).find(({ named, isWrong }) => isWrong(named, machine));
  return wrong === undefined ? undefined : `but ${wrong.named} ${wrong.fact}`;
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
