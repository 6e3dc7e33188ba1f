import { execFileSync } from "node:child_process";

interface Container {
  readonly name: string;
  readonly service: string;
  readonly state: string;
  /** `healthy`, `unhealthy`, `starting`, or `""` for one without a health check. */
  readonly health: string;
  /** `http://127.0.0.1:PORT` for each published port. */
  readonly urls: readonly string[];
}

/** The local stack, through the command line of Docker. */
export interface Compose {
  readonly containers: () => readonly Container[];
  readonly scale: (service: string, replicas: number) => void;
  readonly stop: (container: string) => void;
  readonly start: (container: string) => void;
}

interface PsLine {
  readonly Name: string;
  readonly Service: string;
  readonly State: string;
  readonly Health: string;
  readonly Publishers: readonly { readonly URL: string; readonly PublishedPort: number }[] | null;
}

/** @param files compose files beside each other; none stands for those that Compose finds by itself */
export function compose(files: readonly string[]): Compose {
  const docker = (...args: readonly string[]): string =>
    execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const composed = (...args: readonly string[]): string =>
    docker("compose", ...files.flatMap((file) => ["--file", file]), ...args);
  return {
    containers: () =>
      composed("ps", "--all", "--format", "json")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => containerOf(JSON.parse(line) as PsLine)),
    scale: (service, replicas) =>
      void composed("up", "--detach", "--no-build", "--no-recreate", "--scale", `${service}=${replicas}`, "--wait"),
    stop: (container) => void docker("stop", container),
    start: (container) => void docker("start", container),
  };
}

const containerOf = ({ Name, Service, State, Health, Publishers }: PsLine): Container => ({
  name: Name,
  service: Service,
  state: State,
  health: Health,
  urls: (Publishers ?? [])
    .filter(({ PublishedPort }) => PublishedPort > 0)
    .map(({ PublishedPort }) => `http://127.0.0.1:${PublishedPort}`),
});
