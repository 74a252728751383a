/** How much of a run's time went by without its examples, for people; nothing where all are in memory. */
export const waitingText = ({
  timing: { waitingShare },
}: {
  readonly timing: { readonly waitingShare?: number };
}): string =>
  waitingShare === undefined ? "" : `, ${(100 * waitingShare).toFixed(1)} % of it waiting for examples`;
