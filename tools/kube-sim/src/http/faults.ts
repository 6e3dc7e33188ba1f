import type { WatchEnd } from "./watch.ts";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete";

/** What goes wrong with which requests. */
export interface Fault {
  /** `group/version/resource` (`/v1/namespaces` for the core group); every part may be `*`. */
  readonly gvr?: string;
  /** Instead of a GVR: one exact path, e.g. `/apis`. Without either, every request. */
  readonly path?: string;
  readonly verbs?: readonly Verb[];
  /** How many requests it hits; left out: all until it is cleared. */
  readonly times?: number;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** Never answers. */
  readonly hang?: true;
  /** Waits, then goes on with the next fault or the true answer. */
  readonly latencyMs?: number;
  /** 200 with a body that is no JSON. */
  readonly malformed?: true;
  /** Cuts the connection in the middle of the true answer. */
  readonly reset?: true;
  /** 410 for a request that has a continue token. */
  readonly expireContinue?: true;
  /** At once, and only then: ends the open watches. */
  readonly dropWatches?: WatchEnd;
}

interface FaultRule extends Fault {
  readonly id: number;
  readonly hits: number;
}

export interface FaultSubject {
  /** `""` for what is no resource. */
  readonly gvr: string;
  readonly path: string;
  readonly verb: Verb;
  readonly continued: boolean;
}

const EFFECTS = ["status", "hang", "latencyMs", "malformed", "reset", "expireContinue", "dropWatches"] as const;
const STATUSES: ReadonlySet<unknown> = new Set([401, 403, 404, 410, 429, 500, 503, 504]);
const WATCH_ENDS: ReadonlySet<unknown> = new Set(["end", "reset", "expired"]);

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

/** Field by field: what it may hold, and how to say so. */
const fields: Readonly<Record<keyof Fault, readonly [(value: unknown) => boolean, string]>> = {
  gvr: [(value) => typeof value === "string" && value.split("/").length === 3, "group/version/resource"],
  path: [(value) => typeof value === "string" && value.startsWith("/"), "a path"],
  verbs: [(value) => Array.isArray(value), "a list of verbs"],
  times: [isCount, "a count"],
  status: [(value) => STATUSES.has(value), [...STATUSES].join(", ")],
  retryAfterSeconds: [isCount, "whole seconds"],
  latencyMs: [isCount, "milliseconds"],
  hang: [(value) => value === true, "true"],
  malformed: [(value) => value === true, "true"],
  reset: [(value) => value === true, "true"],
  expireContinue: [(value) => value === true, "true"],
  dropWatches: [(value) => WATCH_ENDS.has(value), [...WATCH_ENDS].join(", ")],
};

/** What is wrong with a fault that someone asks for; undefined when nothing is. */
export function faultMistake(fault: Readonly<Record<string, unknown>>): string | undefined {
  for (const [key, value] of Object.entries(fault)) {
    const rule = Object.hasOwn(fields, key) ? fields[key as keyof Fault] : undefined;
    if (rule === undefined) return `unknown field ${key}`;
    if (!rule[0](value)) return `${key} must be ${rule[1]}`;
  }
  const effects = EFFECTS.filter((effect) => fault[effect] !== undefined);
  return effects.length === 1 ? undefined : `exactly one of ${EFFECTS.join(", ")} must be given`;
}

/** Whether a GVR is one that a pattern means; `*` in the place of a part means any. */
export const fits = (pattern: string, gvr: string): boolean => {
  const parts = gvr.split("/");
  return parts.length === 3 && pattern.split("/").every((part, index) => part === "*" || part === parts[index]);
};

function hits(fault: FaultRule, subject: FaultSubject): boolean {
  if (fault.times !== undefined && fault.hits >= fault.times) return false;
  if (fault.gvr !== undefined && !fits(fault.gvr, subject.gvr)) return false;
  if (fault.path !== undefined && fault.path !== subject.path) return false;
  if (fault.expireContinue === true && !subject.continued) return false;
  return fault.verbs === undefined || fault.verbs.includes(subject.verb);
}

export interface Faults {
  readonly add: (fault: Fault) => number;
  readonly list: () => readonly FaultRule[];
  readonly remove: (id: number) => void;
  readonly clear: () => void;
  /** The faults that hit this request, in the order in which they were added; each is counted. */
  readonly hit: (subject: FaultSubject) => readonly Fault[];
}

export function createFaults(): Faults {
  let rules: readonly FaultRule[] = [];
  let lastId = 0;
  return {
    add: (fault) => {
      lastId += 1;
      rules = [...rules, { ...fault, id: lastId, hits: 0 }];
      return lastId;
    },
    list: () => rules,
    remove: (id) => {
      rules = rules.filter((rule) => rule.id !== id);
    },
    clear: () => {
      rules = [];
    },
    hit: (subject) => {
      const found = rules.filter((rule) => hits(rule, subject));
      if (found.length > 0)
        rules = rules.map((rule) => (found.includes(rule) ? { ...rule, hits: rule.hits + 1 } : rule));
      return found;
    },
  };
}
