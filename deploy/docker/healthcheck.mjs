// HEALTHCHECK of the images: healthcheck.mjs VARIABLE DEFAULT PATH asks the address that VARIABLE names for PATH.
// The images have no curl, and the address is a setting.
const [variable, fallback, path] = process.argv.slice(2);
const address = process.env[variable] || fallback;
const port = address.slice(address.lastIndexOf(":") + 1);
const host = address.slice(0, -port.length - 1);
const reachable = ["", "0.0.0.0", "[::]"].includes(host) ? "127.0.0.1" : host;
try {
  const response = await fetch(`http://${reachable}:${port}${path}`, { signal: AbortSignal.timeout(4_000) });
  if (!response.ok) console.error(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  console.error(`${reachable}:${port}${path}: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
