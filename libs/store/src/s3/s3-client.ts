import type * as Sdk from "@aws-sdk/client-s3";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import { proxyEnvironment, retry } from "@xp-tracker/runtime";
import type { ProxyEnvironment } from "@xp-tracker/runtime";
import { patience } from "./patience.ts";
import type { Patience } from "./patience.ts";
import { proxyingHandler } from "./proxying-handler.ts";
import { isRetryable } from "./s3-faults.ts";

export interface S3ClientOptions {
  readonly region: string;
  /** An S3-compatible server; undefined is AWS. */
  readonly endpoint?: string | undefined;
  /** PEM of the authorities that an https server is trusted by; undefined: those that Node trusts. */
  readonly caFile?: string | undefined;
  /** Deadline of each attempt of a request. A body that is read has it again for each MiB. */
  readonly timeoutMs: number;
  /** By default the SDK's chain: environment, shared files, web identity, container and instance roles. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** By default what the environment says at the first call. */
  readonly proxyEnvironment?: ProxyEnvironment;
}

type SdkModule = typeof Sdk;

export interface S3Calls {
  /**
   * Calls the client until it succeeds: at most three attempts, 0 to 200 ms and 0 to 400 ms apart.
   * A response body is to be read with the patience that the attempt was given.
   */
  call<T>(
    what: string,
    attempt: (client: Sdk.S3Client, sdk: SdkModule, server: Patience) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
}

const RETRIES = { attempts: 3, baseMs: 200, maxMs: 2_000, retryable: isRetryable } as const;
const CONNECT_TIMEOUT_MS = 5_000;

/** The SDK and its client, loaded at the first call: a process with another backend never pays for them. */
export function s3Calls(options: S3ClientOptions): S3Calls {
  let loading: Promise<readonly [Sdk.S3Client, SdkModule]> | undefined;
  const load = async (): Promise<readonly [Sdk.S3Client, SdkModule]> => {
    const [sdk, http] = await Promise.all([import("@aws-sdk/client-s3"), import("@smithy/node-http-handler")]);
    return [clientOf(sdk, http.NodeHttpHandler, options), sdk];
  };
  return {
    async call(what, attempt, signal) {
      return await retry(
        async () => {
          const [client, sdk] = await (loading ??= load());
          const server = patience(signal, options.timeoutMs, what);
          try {
            // The SDK heeds no signal while it waits for credentials.
            return await server.wait(attempt(client, sdk, server));
          } catch (error) {
            if (!server.signal.aborted) throw error;
            // It would go on to wait for those, whatever comes of it; a new client asks for them anew.
            loading = undefined;
            client.destroy();
            throw server.signal.reason;
          }
        },
        RETRIES,
        signal,
      );
    },
  };
}

function clientOf(
  { S3Client }: SdkModule,
  Handler: typeof NodeHttpHandler,
  { region, endpoint, caFile, timeoutMs, credentials, proxyEnvironment: proxies = proxyEnvironment() }: S3ClientOptions,
): Sdk.S3Client {
  return new S3Client({
    region,
    ...(credentials === undefined ? {} : { credentials }),
    // Many servers know neither virtual hosts nor the checksums that AWS takes by default.
    ...(endpoint === undefined
      ? {}
      : {
          endpoint,
          forcePathStyle: true,
          requestChecksumCalculation: "WHEN_REQUIRED" as const,
          responseChecksumValidation: "WHEN_REQUIRED" as const,
        }),
    // We retry ourselves, because the SDK cannot rewind a stream.
    maxAttempts: 1,
    requestHandler: proxyingHandler(Handler, {
      connectionTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
      logger: silent,
      caFile,
      proxies,
    }),
    logger: silent,
  });
}

const ignore = (): void => undefined;
/** The SDK would write to the console, next to our log. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
