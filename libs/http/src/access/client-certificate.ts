import { SocketAddress } from "node:net";
import type { TLSSocket } from "node:tls";
import type { ClientPolicy } from "./tls-options.ts";

/** Whether the client of a finished handshake may go on. */
export function isWelcome(socket: TLSSocket, { requires, verifies, allowedNames }: ClientPolicy): boolean {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return !requires;
  if (verifies && !socket.authorized) return false;
  if (allowedNames === undefined) return true;
  const allowed = new Set(allowedNames.map(canonical));
  return namesIn(certificate.subjectAltName ?? "").some((name) => allowed.has(name));
}

/** `DNS:a.example, IP Address:10.0.0.1, URI:"spiffe://a, b"`: Node quotes what could be taken for two names. */
const NAME = /(?:^|, )(DNS|IP Address|URI|email):("(?:[^"\\]|\\.)*"|[^,"]*)(?=,|$)/g;

const namesIn = (subjectAltName: string): readonly string[] =>
  [...subjectAltName.matchAll(NAME)].map(([, type, name = ""]) => {
    const plain = name.startsWith('"') ? String(JSON.parse(name)) : name;
    return type === "IP Address" ? canonical(plain) : plain;
  });

/** Addresses have many forms; other names have one. */
function canonical(name: string): string {
  const family = name.includes(":") ? "ipv6" : "ipv4";
  try {
    return new SocketAddress({ address: name, family }).address;
  } catch {
    return name;
  }
}
