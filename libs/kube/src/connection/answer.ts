import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { failureOfStatus, KubeApiError, messageOfBody, retryAfterMsOf } from "../api-error.ts";
import { isCutOff } from "./cut-off.ts";
import { readBody, type HttpResponse } from "./transport.ts";
import { withoutManagedFields } from "./without-managed-fields.ts";

/**
 * The JSON that a response carries. `what` names the request in errors.
 * @throws KubeApiError for any status but 2xx, and for a body that is not one JSON value of at most `maxBytes`
 */
export async function readAnswer(what: string, response: HttpResponse, maxBytes: number): Promise<unknown> {
  const { status } = response;
  const body = await readBody(response, maxBytes);
  if (status < 200 || status > 299) throw refusal(what, response, body.kind === "whole" ? body.bytes.toString() : "");
  if (body.kind === "too_large") {
    throw new KubeApiError(`${what}: the answer is larger than ${maxBytes} bytes`, {
      errorClass: "malformed",
      httpStatus: status,
      tooLarge: true,
    });
  }
  // Pages that arrived together are parsed in turns of their own, so that other work gets in between.
  await nextTurn();
  return parsed(what, status, withoutManagedFields(body.bytes).toString());
}

/**
 * The raw body of an answer that is accepted.
 * @throws KubeApiError for any status but 2xx
 */
export async function acceptedBody(what: string, response: HttpResponse, maxBytes: number): Promise<Readable> {
  const { status, body } = response;
  if (status >= 200 && status <= 299) return body;
  const refused = await readBody(response, maxBytes);
  throw refusal(what, response, refused.kind === "whole" ? refused.bytes.toString() : "");
}

const refusal = (what: string, response: HttpResponse, body: string): KubeApiError =>
  new KubeApiError(`${what}: HTTP ${response.status} ${messageOfBody(body)}`.trimEnd(), {
    errorClass: failureOfStatus(response.status),
    httpStatus: response.status,
    retryAfterMs: retryAfterMsOf(response.header("retry-after"), Date.now()),
  });

function parsed(what: string, httpStatus: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw isCutOff(text)
      ? new KubeApiError(`${what}: the answer is cut off`, { errorClass: "network", httpStatus, cause })
      : new KubeApiError(`${what}: the answer is not JSON`, { errorClass: "malformed", httpStatus, cause });
  }
}
