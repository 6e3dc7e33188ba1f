/** Who made something and which team it belongs to; `""` where nobody is named. */
export interface Owner {
  readonly creator: string;
  readonly team: string;
}
