import { P2PError } from "@cometwire/p2p";

/** What the API itself may say no to; errors of the node have the codes of `docs/ERRORS.md`. */
export const apiErrorCodes = {
  BAD_REQUEST: {
    status: 400,
    what: "the request cannot be understood",
    remedy: "see the message, and docs/API.md",
  },
  FORBIDDEN: {
    status: 403,
    what: "this call changes the node and needs the operator's right",
    remedy:
      "use the control socket (the cometwire commands do), or send the header Authorization: Bearer with the token",
  },
  WRONG_TOKEN: {
    status: 403,
    what: "the token in the Authorization header is not the right one",
    remedy: "send the content of data/cometwire.token in the node's home, or no such header at all",
  },
  FOREIGN_HOST: {
    status: 403,
    what: "the Host header does not name this machine, as when a web page is misusing a browser",
    remedy: "use the IP address or localhost, or list the origin in [rpc] cors_allowed_origins",
  },
  FOREIGN_ORIGIN: {
    status: 403,
    what: "the request comes from a web page of another origin",
    remedy: "list the origin in [rpc] cors_allowed_origins",
  },
  NOT_FOUND: { status: 404, what: "there is nothing at this path", remedy: "GET / lists what there is" },
  METHOD_NOT_ALLOWED: {
    status: 405,
    what: "the path does not take this method",
    remedy: "GET / lists what there is",
  },
  NO_SUCH_PEER: {
    status: 404,
    what: "no peer with this id is connected",
    remedy: "GET /peers lists the peers",
  },
  NO_SUCH_BAN: { status: 404, what: "there is no ban of exactly this", remedy: "GET /bans lists the bans" },
  NOT_A_SEED: { status: 404, what: "this node is not a seed", remedy: "start it with --mode seed" },
  BODY_TOO_LARGE: {
    status: 413,
    what: "the request's body is too large",
    remedy: "send less, or raise [rpc] max_body_bytes",
  },
  UPGRADE_REQUIRED: {
    status: 426,
    what: "this path speaks WebSocket only",
    remedy: "connect with a WebSocket client",
  },
  TOO_MANY: {
    status: 503,
    what: "too much of this is going on at once",
    remedy: "try again when some of it has ended",
  },
  INTERNAL: {
    status: 500,
    what: "something went wrong in the node",
    remedy: "see its log",
  },
} as const;

/** A code of {@link apiErrorCodes}. */
export type ApiErrorCode = keyof typeof apiErrorCodes;

/** Says no to a request. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;

  /** `detail` must not hold unescaped text from the request. */
  constructor(code: ApiErrorCode, detail?: string) {
    const { what } = apiErrorCodes[code];
    super(detail === undefined ? what : `${what}: ${detail}`);
    this.code = code;
  }

  get status(): number {
    return apiErrorCodes[this.code].status;
  }

  get remedy(): string {
    return apiErrorCodes[this.code].remedy;
  }
}

/** An error as the API tells it. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly likelyCause?: string;
    readonly remedy: string;
  };
}

/** The status and the body for whatever a route threw. Nothing is told of an error that nobody expected. */
export function describeError(error: unknown): { readonly status: number; readonly body: ErrorBody } {
  if (error instanceof P2PError) return { status: statusOf(error), body: { error: error.toJSON() } };
  const known = error instanceof ApiError ? error : new ApiError("INTERNAL");
  const { status, code, message, remedy } = known;
  return { status, body: { error: { code, message, remedy } } };
}

function statusOf({ code }: P2PError): number {
  if (code === "ADDRESS_MALFORMED" || code === "OPTION_INVALID") return 400;
  if (code === "DUPLICATE_ID" || code === "BANNED" || code === "SELF_CONNECTION") return 409;
  // The node could be asked, and the network or a peer said no.
  return code === "STOPPED" || code === "ABORTED" ? 503 : 502;
}
