/** A complete answer; the body of a long list comes in several parts. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: readonly string[];
}

export const json = (status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  contentType: "application/json",
  body: [`${JSON.stringify(body)}\n`],
  ...(headers === undefined ? {} : { headers }),
});

export const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  contentType: "text/plain; charset=utf-8",
  headers: { "X-Content-Type-Options": "nosniff", ...headers },
  body: [body],
});

/** A result, or the answer that says why there is none. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refused = (answer: Answer): { readonly ok: false; readonly answer: Answer } => ({ ok: false, answer });
