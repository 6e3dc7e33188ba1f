import { pipeline, Transform } from "node:stream";
import type { KubeClient } from "../kube-client.ts";

const LINE_FEED = 0x0a;

/** A client whose watches repeat lines, the last one or older ones, and whose chunks are cut anywhere. */
export function repeatingClient(client: KubeClient, random: () => number): KubeClient {
  return {
    ...client,
    stream: async (path, query, signal) => {
      const body = await client.stream(path, query, signal);
      return pipeline(body, repeating(random), () => undefined);
    },
  };
}

function repeating(random: () => number): Transform {
  const recent: Buffer[] = [];
  let rest = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED)) {
        const line = rest.subarray(0, end + 1);
        rest = rest.subarray(end + 1);
        recent.push(line);
        if (recent.length > 8) recent.shift();
        const cut = Math.floor(random() * line.length);
        for (const part of [line.subarray(0, cut), line.subarray(cut)]) if (part.length > 0) this.push(part);
        const again = recent[Math.floor(random() * recent.length)];
        if (again !== undefined && random() < 0.3) this.push(again);
      }
      done();
    },
  });
}
