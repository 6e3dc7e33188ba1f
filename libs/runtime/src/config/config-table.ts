import { accessVariables } from "../variables/access.ts";
import { boundVariables } from "../variables/bounds.ts";
import { kubernetesVariables } from "../variables/kubernetes.ts";
import { leadershipVariables } from "../variables/leadership.ts";
import { pollingVariables } from "../variables/polling.ts";
import { processVariables } from "../variables/process.ts";
import { refreshVariables } from "../variables/refresh.ts";
import { servingVariables } from "../variables/serving.ts";
import { storeVariables } from "../variables/store.ts";

/** Every setting, by the name it has in `Config`. The order is that of `--help` and of the documentation. */
export const configTable = {
  ...storeVariables,
  ...refreshVariables,
  ...pollingVariables,
  ...kubernetesVariables,
  ...leadershipVariables,
  ...servingVariables,
  ...accessVariables,
  ...boundVariables,
  ...processVariables,
} as const;
