// forward.mjs PORT HOST:PORT joins each connection to PORT with one to HOST, whichever address that name has then.
// It gives the local stack's exporters, of which there are any number, one address on the machine.
import { connect, createServer } from "node:net";

const [port, target] = process.argv.slice(2);
const { hostname, port: targetPort } = new URL(`tcp://${target}`);

const server = createServer((client) => {
  const upstream = connect({ host: hostname, port: Number(targetPort) });
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ]) {
    one.on("error", () => other.destroy()).on("close", () => other.destroy());
    one.pipe(other);
  }
});
server.listen(Number(port));
process.once("SIGTERM", () => process.exit(0));
