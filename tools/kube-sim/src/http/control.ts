import { isJsonObject } from "../cluster/kube-object.ts";
import type { Json, JsonObject } from "../cluster/kube-object.ts";
import { json } from "./answer.ts";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { faultMistake, fits } from "./faults.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Counters } from "./stats.ts";

/** What the control endpoint steers. */
export interface Controlled {
  readonly faults: Faults;
  readonly counters: Counters;
  readonly objectCount: () => number;
  readonly compact: () => void;
  readonly setTokens: (tokens: readonly string[]) => Promise<void>;
  /** Changes a condition of that many objects; returns how many there were to change. */
  readonly churn: (objects: number) => number;
  readonly step: (steps: number) => void;
}

const BODY_LIMIT_BYTES = 1_000_000;

const wrong = (message: string): Answer => json(400, { error: message });
const fine = (body: Json = {}): Answer => json(200, body);

function addFault({ faults, counters }: Controlled, body: JsonObject): Answer {
  const mistake = faultMistake(body);
  if (mistake !== undefined) return wrong(mistake);
  const { dropWatches, gvr, ...rest } = body as Fault & JsonObject;
  if (dropWatches === undefined) return fine({ id: faults.add({ ...rest, ...(gvr === undefined ? {} : { gvr }) }) });
  counters.endWatches(dropWatches, (watch) => gvr === undefined || fits(gvr, watch.gvr));
  return fine({ id: 0 });
}

const count = (body: JsonObject, key: string): number | undefined => {
  const value = body[key];
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined;
};

type Route = (controlled: Controlled, body: JsonObject, id: string) => Answer | Promise<Answer>;

const routes: Readonly<Record<string, Route>> = {
  "GET faults": ({ faults }) => fine({ faults: faults.list() as unknown as Json }),
  "POST faults": addFault,
  "DELETE faults": ({ faults }, _body, id) => {
    if (id === "") faults.clear();
    else faults.remove(Number(id));
    return fine();
  },
  "GET stats": ({ counters, objectCount }) => fine({ ...counters.read(objectCount()) }),
  "DELETE stats": ({ counters }) => {
    counters.reset();
    return fine();
  },
  "POST compact": ({ compact }) => {
    compact();
    return fine();
  },
  "PUT tokens": async ({ setTokens }, body) => {
    const tokens = body["tokens"];
    if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === "string"))
      return wrong("tokens must be a list of texts");
    await setTokens(tokens);
    return fine();
  },
  "POST churn": ({ churn }, body) => {
    const objects = count(body, "objects");
    return objects === undefined ? wrong("objects must be a count") : fine({ changed: churn(objects) });
  },
  "POST step": ({ step }, body) => {
    const steps = count(body, "steps");
    if (steps === undefined) return wrong("steps must be a count");
    step(steps);
    return fine();
  },
};

/** Answers `/_sim/…`. It asks for no token: whoever tests must get in when the token is what is being tested. */
export async function control(
  exchange: Exchange,
  segments: readonly string[],
  controlled: Controlled,
): Promise<Answer> {
  const [name = "", id = ""] = segments;
  const route = routes[`${exchange.method} ${name}`];
  if (route === undefined) return json(404, { error: "unknown path", known: Object.keys(routes) });
  const bytes = (await exchange.read(BODY_LIMIT_BYTES)) ?? Buffer.alloc(0);
  try {
    const body = bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as Json);
    return isJsonObject(body) ? await route(controlled, body, id) : wrong("the body must be a JSON object");
  } catch (error) {
    return wrong(String(error));
  }
}
