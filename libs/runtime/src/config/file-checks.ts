import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { errorText } from "../errors/app-error.ts";
import { configTable } from "./config-table.ts";

/** What is wrong with a file that a variable names. */
export interface Flaw {
  readonly reason: string;
  /** By default that of the variable. */
  readonly remedy?: string;
}

type FileKey = Extract<keyof typeof configTable, `${string}File`>;

/** Looks into the files that variables name, at the start. */
export type FileChecks = { readonly [Key in FileKey]?: (path: string) => readonly Flaw[] };

/** The names of the variables that name files. */
export const fileVariables: readonly string[] = Object.entries(configTable).flatMap(([key, { name }]) =>
  key.endsWith("File") ? [name] : [],
);

/** What needs no more than this package to be looked into. */
export const ownFileChecks: FileChecks = {
  s3CaFile: (path) => flawsOf(path, certificateFlaw),
  redisCaFile: (path) => flawsOf(path, certificateFlaw),
  redisPasswordFile: (path) => flawsOf(path, (text) => (text.trim() === "" ? "the file is empty" : "")),
};

function flawsOf(path: string, flawIn: (text: string) => string): readonly Flaw[] {
  try {
    const reason = flawIn(readFileSync(path, "utf8"));
    return reason === "" ? [] : [{ reason }];
  } catch (thrown) {
    return [{ reason: `the file cannot be read: ${errorText(thrown)}` }];
  }
}

function certificateFlaw(text: string): string {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) return "the file holds no certificate in PEM form";
  return certificates.every(isCertificate) ? "" : "a certificate in the file cannot be read";
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
