import { request as httpRequest } from "node:http";
import { errorCodes, type ErrorCode, P2PError, printable } from "@cometwire/p2p";
import type { SeedStatus } from "./seed-status.js";
import type { AddressBookView, BanView, PeersView, PeerView } from "./views.js";

/** A ban to be made. */
export interface BanRequest {
  /** A node id, an IP address or a range. */
  readonly target: string;
  readonly reason?: string | undefined;
  /** Default: for ever. */
  readonly durationMs?: number | undefined;
}

/** Which entries of the address book are wanted. */
export interface PageRequest {
  /** From 1. */
  readonly page: number;
  /** 1 to 1,000. */
  readonly perPage: number;
}

/** No node listens on the control socket. */
export class NodeNotRunningError extends Error {
  override readonly name = "NodeNotRunningError";
}

/** What the node said no with, when that is not one of the library's error codes. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  /** One of the API's codes, such as `NO_SUCH_PEER`. */
  readonly code: string;
  /** What to do, in words. */
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/** Longer than any call takes: a dial is given up after 43 s. */
const TIMEOUT_MS = 60_000;
/** 1,000 peers make 2 MB. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * Controls a node that runs on this machine, over its control socket.
 *
 * Every call throws {@link NodeNotRunningError} when no node listens there, a `P2PError` when the node or the library said
 * no, and {@link ControlError} for what the API itself refused.
 *
 * @example
 * ```ts
 * const control = await ControlClient.connect(controlSocketPath(home));
 * const { peers } = await control.peers();
 * ```
 */
export class ControlClient {
  /** Path of the control socket. */
  readonly socketPath: string;

  private constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /** Checks that a node listens there. */
  static async connect(socketPath: string): Promise<ControlClient> {
    const client = new ControlClient(socketPath);
    await client.#call("GET", "/health");
    return client;
  }

  /** CometBFT's `status`: who the node is. */
  async status(): Promise<Readonly<Record<string, unknown>>> {
    const { result } = await this.#call<{ result: Readonly<Record<string, unknown>> }>("GET", "/status");
    return result;
  }

  /** The peers. */
  peers(): Promise<PeersView> {
    return this.#call("GET", "/peers");
  }

  /** Dials a peer, and waits for how that goes. */
  async dial(address: string, options: { readonly persistent?: boolean } = {}): Promise<PeerView> {
    const { peer } = await this.#call<{ peer: PeerView }>("POST", "/peers/dial", { address, ...options });
    return peer;
  }

  /** Takes leave of a peer; with `forget` it is no longer persistent either. */
  disconnect(
    id: string,
    options: { readonly forget?: boolean } = {},
  ): Promise<{ readonly disconnected: boolean; readonly forgotten: boolean }> {
    const query = options.forget === true ? "?forget=true" : "";
    return this.#call("DELETE", `/peers/${encodeURIComponent(id)}${query}`);
  }

  /** The bans in force. */
  async bans(): Promise<readonly BanView[]> {
    return (await this.#call<{ bans: readonly BanView[] }>("GET", "/bans")).bans;
  }

  /** Bans; returns all bans in force. */
  async ban(ban: BanRequest): Promise<readonly BanView[]> {
    return (await this.#call<{ bans: readonly BanView[] }>("POST", "/bans", ban)).bans;
  }

  /** Lifts a ban. */
  async unban(target: string): Promise<BanView> {
    const path = `/bans?target=${encodeURIComponent(target)}`;
    return (await this.#call<{ removed: BanView }>("DELETE", path)).removed;
  }

  /** The address book: numbers, or with `page` its entries too. */
  addressBook(page?: PageRequest): Promise<AddressBookView> {
    const query = page === undefined ? "" : `?entries=1&page=${page.page}&per_page=${page.perPage}`;
    return this.#call("GET", `/addrbook${query}`);
  }

  /** What a seed has done. */
  seed(): Promise<SeedStatus> {
    return this.#call("GET", "/seed");
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await this.#exchange(method, path, body);
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new ControlError(
        "NOT_A_NODE",
        `${this.socketPath} is not a node's control socket`,
        "check the home",
      );
    }
    if (status >= 400) throw refusal(answer);
    return answer as T;
  }

  #exchange(method: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
    const { socketPath } = this;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(unreachable(error, socketPath));
      const request = httpRequest(
        { socketPath, method, path, timeout: TIMEOUT_MS, headers: { host: "localhost" } },
        (response) => {
          const chunks: Buffer[] = [];
          let length = 0;
          response.on("data", (chunk: Buffer) => {
            length += chunk.length;
            if (length > MOST_ANSWER_BYTES) request.destroy(new Error("the answer is too long"));
            else chunks.push(chunk);
          });
          response.on("error", fail);
          response.on("end", () => {
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
          });
        },
      );
      request.on("timeout", () => request.destroy(new Error("the node does not answer")));
      request.on("error", fail);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function unreachable(error: unknown, socketPath: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ECONNREFUSED") {
    return new NodeNotRunningError(`no node is running with this home: nothing listens on ${socketPath}`);
  }
  if (code === "EACCES" || code === "EPERM") {
    return new ControlError(
      "NO_RIGHT",
      `this user must not open ${socketPath}`,
      "run the command as the user whom the node runs as",
    );
  }
  return new ControlError(
    "CONTROL_FAILED",
    printable(`${socketPath}: ${message}`, 400),
    "see the node's log",
  );
}

/** The error in an answer, as what it was in the node where that is possible. */
function refusal(answer: unknown): Error {
  const { error = {} } = answer as { error?: Readonly<Record<string, unknown>> };
  const code = textOf(error["code"], "UNKNOWN");
  const message = textOf(error["message"], "the node refused");
  if (!Object.hasOwn(errorCodes, code)) return new ControlError(code, message, textOf(error["remedy"], ""));
  const { what } = errorCodes[code as ErrorCode];
  const detail = message.startsWith(`${what}: `) ? message.slice(what.length + 2) : undefined;
  return new P2PError(code as ErrorCode, { detail });
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" ? printable(value, 500) : otherwise;
}
