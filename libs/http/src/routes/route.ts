import { bodyOf } from "../answers/body.ts";
import type { Body } from "../answers/body.ts";

/** What handlers may know of a request. */
export interface Ask {
  /** The Accept header, `""` where it is missing. */
  readonly accept: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** An answer as a value; how it is compressed, validated and written is decided in one place, `send.ts`. */
export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
}

/** Lets one request in, until `leave` is called, or says why not. */
export type Limit = () => Entered | { readonly refusal: Reply };
interface Entered {
  readonly leave: () => void;
}

/** One path that is served, for GET and HEAD. */
export interface Route {
  readonly path: string;
  /** What lies there, for people: the landing page lists it. */
  readonly title: string;
  readonly reply: (ask: Ask) => Reply | Promise<Reply>;
  /** Asked before each answer; without it there may be any number. */
  readonly limit?: Limit | undefined;
}

const TEXT = "text/plain; charset=utf-8";

/** A short plain answer that nobody may keep. */
export function textReply(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, body: bodyOf(TEXT, text), headers: { "cache-control": "no-store", ...headers } };
}

/** A kept body; whoever caches it has to ask with its tag again. */
export function bodyReply(body: Body, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, body, headers: { "cache-control": "no-cache", ...headers } };
}
