import { collection } from "./collection.ts";
import type { Collection } from "./collection.ts";
import { typeName } from "./served-type.ts";
import type { ServedType } from "./served-type.ts";

/** Which types are served, and where their objects are. */
export interface Registry {
  readonly types: () => readonly ServedType[];
  /** By `plural.group`. */
  readonly type: (name: string) => ServedType | undefined;
  readonly typeOfKind: (group: string, kind: string) => ServedType | undefined;
  /** @throws for a type that is not served */
  readonly objects: (type: ServedType) => Collection;
  readonly collections: () => Iterable<Collection>;
  readonly serve: (type: ServedType, resourceVersion: number) => void;
  /** Stops serving a type, whose objects must be gone, and ends its watches. */
  readonly retire: (type: ServedType) => void;
}

export function createRegistry(): Registry {
  const types = new Map<string, ServedType>();
  const kinds = new Map<string, ServedType>();
  const collections = new Map<string, Collection>();
  const objects = (type: ServedType): Collection => {
    const found = collections.get(typeName(type));
    if (found === undefined) throw new Error(`${typeName(type)} is not served`);
    return found;
  };
  return {
    types: () => [...types.values()],
    type: (name) => types.get(name),
    typeOfKind: (group, kind) => kinds.get(`${group}/${kind}`),
    objects,
    collections: () => collections.values(),
    serve: (type, resourceVersion) => {
      const name = typeName(type);
      const known = types.get(name);
      types.set(name, type);
      kinds.set(`${type.group}/${type.kind}`, type);
      if (known === undefined) collections.set(name, collection(resourceVersion));
      // A real server rebuilds a kind's storage when its definition changes, which ends its watches.
      else if (JSON.stringify(known) !== JSON.stringify(type)) objects(type).end();
    },
    retire: (type) => {
      const gone = objects(type);
      types.delete(typeName(type));
      kinds.delete(`${type.group}/${type.kind}`);
      collections.delete(typeName(type));
      gone.end();
    },
  };
}
