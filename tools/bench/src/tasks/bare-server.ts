import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The floor of a scrape: node:http that ends with one Buffer, and nothing else. */
export async function bareServer({ file }: { readonly file: string }) {
  const body = await readFile(file);
  const headers = { "content-type": "text/plain", "content-encoding": "gzip", "content-length": body.length };
  const server = createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
