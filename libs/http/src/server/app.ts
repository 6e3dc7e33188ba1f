import express from "express";
import type { Express, NextFunction, Request, Response } from "express";
import { errorText } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import type { Access } from "../access/access.ts";
import { textReply } from "../routes/route.ts";
import type { Ask, Reply, Route } from "../routes/route.ts";
import { send } from "../answers/send.ts";

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Undefined: everyone may ask. */
  readonly access?: Pick<Access, "guard" | "headers"> | undefined;
  readonly maxUrlBytes: number;
}

/** The routes as an express app: other methods are 405, other paths 404, a handler that throws is 500. */
export function appOf({ routes, log, access, maxUrlBytes }: AppOptions): Express {
  const app = express();
  for (const setting of ["x-powered-by", "etag"]) app.disable(setting);
  for (const setting of ["strict routing", "case sensitive routing"]) app.enable(setting);
  const answer = (reply: Reply, request: Request, response: Response): Promise<void> =>
    send(access === undefined ? reply : withHeaders(reply, access.headers()), request, response);

  const tooLong = textReply(414, `the URL is longer than ${maxUrlBytes} bytes (MAX_URL_BYTES)\n`);
  app.use((request: Request, response: Response, next: NextFunction) =>
    request.url.length > maxUrlBytes ? answer(tooLong, request, response) : next(),
  );
  if (access !== undefined) {
    app.use(async (request: Request, response: Response, next: NextFunction) => {
      const refusal = await access.guard(request);
      // Who has left meanwhile is told nothing, and must not take a place that only the end of an answer makes free.
      if (response.closed) return undefined;
      return refusal === undefined ? next() : answer(refusal, request, response);
    });
  }
  for (const { path, reply, limit } of routes) {
    app.get(path, async (request: Request, response: Response) => {
      const entered = limit?.();
      if (entered !== undefined && "refusal" in entered) return answer(entered.refusal, request, response);
      if (entered !== undefined) response.once("close", entered.leave);
      return answer(await reply(askOf(request)), request, response);
    });
    app.all(path, (request: Request, response: Response) => answer(notAllowed, request, response));
  }
  app.use((request: Request, response: Response) => answer(notFound, request, response));
  app.use(faultHandler(log, answer));
  return app;
}

const withHeaders = (reply: Reply, added: Reply["headers"]): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...added },
});

const notAllowed = textReply(405, "method not allowed\n", { allow: "GET, HEAD" });
const notFound = textReply(404, "not found\n");
const fault = textReply(500, "internal error\n");

const askOf = (request: Request): Ask => ({ accept: request.headers.accept ?? "", query: request.query });

/** Express knows a fault handler by its four parameters. */
function faultHandler(log: Log, answer: (reply: Reply, request: Request, response: Response) => Promise<void>) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const reply = clientFault(thrown) ?? fault;
    if (reply === fault) log.error("request failed", { path: request.path, reason: errorText(thrown), error: thrown });
    if (response.headersSent) response.destroy();
    else void answer(reply, request, response);
  };
}

/** What express itself refuses, such as a malformed escape in the path, carries a status of 4xx. */
function clientFault(thrown: unknown): Reply | undefined {
  const status = thrown instanceof Error && "status" in thrown ? Number(thrown.status) : 500;
  return status >= 400 && status < 500 ? textReply(status, "bad request\n") : undefined;
}
