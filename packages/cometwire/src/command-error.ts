/** A command could not do what it was asked, for a reason that is not one of the library's errors. */
export class CommandError extends Error {
  /** The class, for people; programs test `code`. */
  override readonly name = "CommandError";
  /** For programs: `NODE_NOT_RUNNING`. */
  readonly code: string;
  /** Why, probably. */
  readonly likelyCause: string;
  /** What to do. */
  readonly remedy: string;

  /** Foreign text in any of these must have been escaped. */
  constructor(
    code: string,
    { message, likelyCause, remedy }: Readonly<Record<"message" | "likelyCause" | "remedy", string>>,
  ) {
    super(message);
    this.code = code;
    this.likelyCause = likelyCause;
    this.remedy = remedy;
  }
}
