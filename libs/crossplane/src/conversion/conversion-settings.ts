import type { Gvr } from "../gvr.ts";

/** Which annotations and labels carry what. `""` reads nothing. */
export interface ConversionSettings {
  readonly creatorAnnotationKey: string;
  readonly teamAnnotationKey: string;
  readonly compositionLabelKey: string;
  /** The label that names the root composite; Crossplane's own is `crossplane.io/composite`. */
  readonly compositeLabelKey: string;
  /** Longer texts are cut; no limit by default. At least 253, the longest name that Kubernetes allows. */
  readonly labelMaxLength?: number;
  /** Is told of the type of an object of which a text was cut. */
  readonly onLabelCut?: (gvr: Gvr) => void;
}
