import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** An answer as it came from the server, or one that is made up. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** One request, whose fate is open. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Asks the server, and waits for the whole answer, which a watch never gives. */
  readonly whole: () => Promise<Answer>;
  /** Asks the server and hands on what it says. */
  readonly pass: () => void;
  readonly send: (answer: Answer) => void;
  readonly begin: (answer: Omit<Answer, "body">) => void;
  readonly write: (chunk: Buffer) => void;
  readonly end: () => void;
  /** Cuts the connection. */
  readonly reset: () => void;
  readonly isOver: () => boolean;
}

export type HttpFault = (exchange: Exchange) => void | Promise<void>;

const isWatch = ({ url }: Exchange): boolean => /[?&]watch=/.test(url);
/** Requests whose answers have bodies. */
const isRead = ({ method }: Exchange): boolean => method === "GET";

const half = (body: Buffer): Buffer => body.subarray(0, body.length >> 1);
const withoutLength = ({ "content-length": _length, ...headers }: OutgoingHttpHeaders): OutgoingHttpHeaders => headers;
const BEGUN: Omit<Answer, "body"> = { status: 200, headers: { "content-type": "application/json" } };

/** The same answer to every request. */
export const always =
  (status: number, headers: OutgoingHttpHeaders, text: string): HttpFault =>
  (exchange) =>
    exchange.send({ status, headers, body: Buffer.from(exchange.method === "HEAD" ? "" : text) });

/** A fault that only what is written, or only what is read, suffers. */
export const onlyFor =
  (methods: readonly string[], fault: HttpFault): HttpFault =>
  (exchange) =>
    methods.includes(exchange.method) ? fault(exchange) : exchange.pass();

/** Half of the true answer, or the head of a stream, and then the connection is cut; so are those who send. */
export const resetInBody: HttpFault = async (exchange) => {
  if (!isRead(exchange)) return void setTimeout(exchange.reset, 20);
  const { status, headers, body } = isWatch(exchange) ? { ...BEGUN, body: Buffer.alloc(0) } : await exchange.whole();
  exchange.begin({ status, headers });
  exchange.write(half(body));
  setTimeout(exchange.reset, 20);
};

/** Half of the true answer, which ends as if it were whole. */
export const truncated: HttpFault = async (exchange) => {
  if (!isRead(exchange)) return exchange.pass();
  if (isWatch(exchange)) return exchange.send({ ...BEGUN, body: Buffer.from('{"type":"MODIFIED","object":{"met') });
  const { status, headers, body } = await exchange.whole();
  exchange.send({ status, headers: withoutLength(headers), body: half(body) });
};

/** What is no answer at all, under the true head. */
export const malformed: HttpFault = async (exchange) => {
  if (!isRead(exchange)) return exchange.pass();
  const body = Buffer.from('{"kind":"List","items":[{"metadata":oops}]}\n');
  const { status, headers } = isWatch(exchange) ? BEGUN : await exchange.whole();
  exchange.send({ status: status === 304 ? 200 : status, headers: withoutLength(headers), body });
};

const DRIP_EVERY_MS = 100;

/** The true answer, byte by byte; what has no body comes never. */
export const drip: HttpFault = async (exchange) => {
  if (!isRead(exchange)) return;
  const { status, headers, body } = isWatch(exchange) ? { ...BEGUN, body: Buffer.alloc(0) } : await exchange.whole();
  exchange.begin({ status, headers });
  let sent = 0;
  const timer = setInterval(() => {
    if (exchange.isOver()) return clearInterval(timer);
    exchange.write(body.subarray(sent, sent + 1));
    sent += 1;
  }, DRIP_EVERY_MS).unref();
};

/** What a portal or an error page of something in between says, with 200. */
export const loginPage = always(200, { "content-type": "text/html" }, "<html><body>Please log in</body></html>\n");
