import { fetchText } from "./fetch-text.ts";

interface Xrds {
  readonly items: readonly {
    readonly spec: {
      readonly group: string;
      readonly claimNames?: { readonly plural: string };
      readonly versions: readonly { readonly name: string; readonly served: boolean }[];
    };
  }[];
}

/** How many claims a control plane holds, by its own API. It must ask for no token. */
export async function claimCount(url: string): Promise<number> {
  const read = async (path: string): Promise<unknown> => JSON.parse(await fetchText(`${url}${path}`));
  const { items } = (await read("/apis/apiextensions.crossplane.io/v1/compositeresourcedefinitions")) as Xrds;
  const counts = items.map(async ({ spec: { group, claimNames, versions } }) => {
    const version = versions.find(({ served }) => served)?.name;
    if (claimNames === undefined || version === undefined) return 0;
    const claims = (await read(`/apis/${group}/${version}/${claimNames.plural}`)) as { readonly items: unknown[] };
    return claims.items.length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
