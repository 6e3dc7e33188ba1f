import express from "express";
import type { Express, NextFunction, Request, Response } from "express";
import { errorText } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import { textReply } from "./route.ts";
import type { Ask, Reply, Route } from "./route.ts";
import { send } from "./send.ts";

/** The routes as an express app: other methods are 405, other paths 404, a handler that throws is 500. */
export function appOf(routes: readonly Route[], log: Log): Express {
  const app = express();
  for (const setting of ["x-powered-by", "etag"]) app.disable(setting);
  for (const setting of ["strict routing", "case sensitive routing"]) app.enable(setting);
  for (const { path, reply } of routes) {
    app.get(path, async (request: Request, response: Response) => send(await reply(askOf(request)), request, response));
    app.all(path, (request: Request, response: Response) => send(notAllowed, request, response));
  }
  app.use((request: Request, response: Response) => send(notFound, request, response));
  app.use(faultHandler(log));
  return app;
}

const notAllowed = textReply(405, "method not allowed\n", { allow: "GET, HEAD" });
const notFound = textReply(404, "not found\n");
const fault = textReply(500, "internal error\n");

const askOf = (request: Request): Ask => ({ accept: request.headers.accept ?? "", query: request.query });

/** Express knows a fault handler by its four parameters. */
function faultHandler(log: Log) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const reply = clientFault(thrown) ?? fault;
    if (reply === fault) log.error("request failed", { path: request.path, reason: errorText(thrown), error: thrown });
    if (response.headersSent) response.destroy();
    else void send(reply, request, response);
  };
}

/** What express itself refuses, such as a malformed escape in the path, carries a status of 4xx. */
function clientFault(thrown: unknown): Reply | undefined {
  const status = thrown instanceof Error && "status" in thrown ? Number(thrown.status) : 500;
  return status >= 400 && status < 500 ? textReply(status, "bad request\n") : undefined;
}
