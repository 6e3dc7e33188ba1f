/** Which annotations and labels carry what. `""` reads nothing. */
export interface ConversionSettings {
  readonly creatorAnnotationKey: string;
  readonly teamAnnotationKey: string;
  readonly compositionLabelKey: string;
  /** The label that names the root composite; Crossplane's own is `crossplane.io/composite`. */
  readonly compositeLabelKey: string;
}
