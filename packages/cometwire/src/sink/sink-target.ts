import { joinHostPort } from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";

/** Where a sink publishes. */
export interface SinkTarget {
  /** `host:port`. */
  readonly server: string;
  /** Whether the connection has to be encrypted. Otherwise it is when the server asks for it. */
  readonly tls: boolean;
  /** How we say who we are. */
  readonly credentials: SinkCredentials;
  /** What all subjects begin with. */
  readonly prefix: string;
  /** The stream's name. */
  readonly stream: string;
  /** The same for people and logs, without credentials: `nats://host:port`. */
  readonly name: string;
}

/** A name and a password, a token, a file that an operator of NATS has given out, or nothing. */
export type SinkCredentials =
  | { readonly kind: "none" }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "file"; readonly path: string };

/** What the stream and the subjects are called unless the URL says otherwise. */
const sinkDefaults = { prefix: "cometwire", stream: "COMETWIRE", port: 4222 } as const;

const FORM = "nats://[user:password@]host[:port][/prefix][?stream=NAME][&creds=FILE]";
/** What NATS needs no escapes for. */
const NAME = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * What a `--sink` option says.
 *
 * @throws UsageError, which never repeats the URL: it may hold a password.
 */
export function parseSinkUrl(text: string): SinkTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["nats:", "tls:"].includes(url.protocol) || url.hostname === "") {
    throw new UsageError(`--sink is written ${FORM}, or with tls:// in front`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const server = joinHostPort(host, url.port === "" ? sinkDefaults.port : Number(url.port));
  const { stream, creds } = readOptions(url.searchParams);
  return {
    server,
    tls: url.protocol === "tls:",
    credentials: readCredentials(url, creds),
    prefix: readPrefix(url.pathname),
    stream,
    name: `${url.protocol}//${server}`,
  };
}

function readOptions(options: URLSearchParams): { readonly stream: string; readonly creds: string | null } {
  for (const name of options.keys()) {
    if (name !== "stream" && name !== "creds") {
      throw new UsageError("--sink: behind the question mark there may be stream=NAME and creds=FILE only");
    }
  }
  const stream = options.get("stream") ?? sinkDefaults.stream;
  if (NAME.test(stream)) return { stream, creds: options.get("creds") };
  throw new UsageError("--sink: a stream's name has 1 to 100 letters, digits, - and _");
}

function readPrefix(path: string): string {
  const prefix = path.replace(/^\//, "");
  if (prefix === "") return sinkDefaults.prefix;
  if (prefix.length <= 200 && prefix.split(".").every((token) => NAME.test(token))) return prefix;
  throw new UsageError("--sink: a prefix has letters, digits, - and _, with dots between its parts");
}

function readCredentials({ username, password }: URL, path: string | null): SinkCredentials {
  if (username === "" && password === "") return path === null ? { kind: "none" } : { kind: "file", path };
  if (path !== null) throw new UsageError("--sink has a user and a file of credentials; one is enough");
  const [user, secret] = [unescape(username), unescape(password)];
  return secret === "" ? { kind: "token", token: user } : { kind: "password", user, password: secret };
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError("--sink: in a user or password, % is written %25");
  }
}
