/** The proxy variables that command-line programs share, lower case before upper case; `""` where unset. */
export interface ProxyEnvironment {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** What the environment says of proxies, now. */
export const proxyEnvironment = (
  env: Readonly<Record<string, string | undefined>> = process.env,
): ProxyEnvironment => ({
  httpProxy: env["http_proxy"] || env["HTTP_PROXY"] || "",
  httpsProxy: env["https_proxy"] || env["HTTPS_PROXY"] || "",
  noProxy: env["no_proxy"] || env["NO_PROXY"] || "",
});
