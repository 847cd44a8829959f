/** The option that names a CometBFT home. */
export const HOME_OPTION = [
  "--home <dir>",
  "CometBFT home directory (default: $CMTHOME, or ~/.cometbft)",
] as const;
