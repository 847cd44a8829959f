/** The command line is wrong. `message` is one line for the user, with foreign text escaped already. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
