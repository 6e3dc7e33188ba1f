import type { Import } from "./imports-of.ts";

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** One npm workspace: what it declares, and what its files do. */
export interface WorkspacePackage {
  readonly name: string;
  /** From the root of the repository: `libs/store`. */
  readonly dir: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly peerDependencies: readonly string[];
  /** Directories of the tsconfig references, from the root of the repository. */
  readonly references: readonly string[];
  readonly files: readonly SourceFile[];
}
