// HEALTHCHECK of the images: healthcheck.mjs VARIABLE DEFAULT PATH asks the address that VARIABLE names for PATH.
// The images have no curl, and the address is a setting. So is TLS: what does not speak HTTP is asked over HTTPS. The
// certificate is for those who come from outside, so it is not compared with the name of this machine.
import { get as getPlain } from "node:http";
import { get as getEncrypted } from "node:https";

const [variable, fallback, path] = process.argv.slice(2);
const address = process.env[variable] || fallback;
const port = address.slice(address.lastIndexOf(":") + 1);
const host = address.slice(0, -port.length - 1).replace(/^\[(.*)\]$/, "$1");
const reachable = ["", "0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;

const ask = (get) =>
  new Promise((resolve, reject) => {
    const options = { host: reachable, port, path, rejectUnauthorized: false, signal: AbortSignal.timeout(4_000) };
    const request = get(options, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ ok: response.statusCode === 200, body });
    });
    request.on("error", reject);
  });

try {
  const { ok, body } = await ask(getPlain).catch(() => ask(getEncrypted));
  if (!ok) console.error(body);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(`${reachable}:${port}${path}: ${error.message}`);
  process.exitCode = 1;
}
