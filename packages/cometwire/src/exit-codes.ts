/** How the process ends. The numbers are part of the command line's contract. */
export const exitCodes = {
  /** The command did what was asked; for `probe`: the peer was reached. */
  ok: 0,
  /** It did not: the peer was not reached, a check failed, a file is missing. */
  failed: 1,
  /** The command line is wrong; nothing was done. */
  usage: 2,
  /** Ctrl-C: 128 and the number of the signal, as shells count. */
  interrupted: 130,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
