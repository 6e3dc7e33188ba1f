/** One entry of `packages` in a package-lock.json of version 3. */
interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/**
 * Optional packages that a lockfile mentions but does not lock, which npm drops when it cannot see them while it writes
 * the file (https://github.com/npm/cli/issues/4828); `npm ci` then refuses the file. What is found has no checksum.
 */
export function unlocked(packages: LockedPackages): LockedPackages {
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]): [string, LockedPackage] => [
        `node_modules/${name}`,
        { version, ...platformOf(name), ...(dev === true ? { dev } : {}), optional: true },
      ]),
  );
  return Object.fromEntries(wanted);
}

function isLocked(packages: LockedPackages, path: string, name: string): boolean {
  const nested = `${path === "" ? "" : `${path}/`}node_modules/${name}`;
  return nested in packages || `node_modules/${name}` in packages;
}

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];
const libcs: Readonly<Record<string, string>> = {
  gnu: "glibc",
  gnueabihf: "glibc",
  musl: "musl",
  musleabihf: "musl",
};

/** Packages of prebuilt binaries carry their platform in their name: `…-linux-arm64-musl`. */
function platformOf(name: string): Pick<LockedPackage, "os" | "cpu" | "libc"> {
  const words = name.split(/[-/]/);
  const os = words.filter((word) => systems.includes(word));
  const cpu = words.filter((word) => processors.includes(word));
  const libc = os.includes("linux") ? words.flatMap((word) => libcs[word] ?? []) : [];
  return {
    ...(cpu.length === 0 ? {} : { cpu }),
    ...(libc.length === 0 ? {} : { libc }),
    ...(os.length === 0 ? {} : { os }),
  };
}
