/** A Kubernetes object as a test writes it. */
export interface RawObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: RawMetadata;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export interface RawMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly uid: string; readonly [key: string]: unknown }[];
  readonly deletionTimestamp?: string;
  readonly [key: string]: unknown;
}

/** `kind namespace/name`, for messages. */
export const nameOfObject = ({ kind, metadata: { namespace, name } }: RawObject): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
