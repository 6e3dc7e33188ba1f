import { once } from "node:events";
import { connect } from "node:net";

export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** All that follows the head. */
  readonly body: Buffer;
}

/** Writes bytes to a server, says that no more will come, and gives all that it answers until it closes. */
export async function exchange(port: number, bytes: Uint8Array): Promise<Buffer> {
  const socket = connect({ port, host: "127.0.0.1" });
  const answer: Buffer[] = [];
  socket.on("data", (chunk) => answer.push(chunk));
  // A server may close before it has read all of it.
  socket.on("error", () => undefined);
  socket.end(bytes);
  await once(socket, "close");
  return Buffer.concat(answer);
}

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [A-Za-z -]+$/;
const HEADER = /^([A-Za-z-]+): ([ -~]*)$/;

/** The first response that is not an interim one. @throws where its head is not of the plainest form */
export function readResponse(bytes: Buffer): RawResponse {
  const end = bytes.indexOf("\r\n\r\n");
  const [first = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const status = Number(STATUS_LINE.exec(first)?.[1]);
  if (end === -1 || Number.isNaN(status)) throw new Error(`not a response: ${JSON.stringify(first.slice(0, 200))}`);
  const body = bytes.subarray(end + 4);
  if (status < 200) return readResponse(body);
  const headers = lines.map((line) => {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not a header: ${JSON.stringify(line)}`);
    return [name.toLowerCase(), value] as const;
  });
  return { status, headers: new Map(headers), body };
}
