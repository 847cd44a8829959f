import { abortError, type Clock, type Endpoint, type ErrorCode, P2PError } from "../base/index.js";
import type { ConnectedStream, ListenHandlers } from "../transport/index.js";
import { SimulatedLink } from "./simulated-network-link.js";
import { networkError, type Segment, SimulatedStream } from "./simulated-network-stream.js";

/** What can happen on a simulated network, as its observer is told. */
export type NetworkEventKind = "connect" | "refuse" | "accept" | "data" | "end" | "reset";

/** How an address answers to a connection attempt. */
export type Answer = "accept" | "refuse" | "unreachable";

/** What connections ask of their network. */
export interface ConnectionNetwork {
  readonly clock: Clock;
  readonly bufferBytes: number;
  readonly bandwidthBytesPerS: number;
  /** Milliseconds from one IP address to another, now. */
  latencyMs(from: string, to: string): number;
  /** Whether packets get from one IP address to another; `dialling`: those of a connection attempt. */
  isOpen(from: string, to: string, dialling: boolean): boolean;
  /** Links that wait until packets get through. */
  readonly heldUp: Set<SimulatedLink>;
  /** Whether the packet that is being sent breaks its connection. */
  drawReset(): boolean;
  answer(endpoint: Endpoint): Answer;
  /** The listener at `endpoint`. */
  listener(endpoint: Endpoint): ListenHandlers | undefined;
  record(kind: NetworkEventKind, from: Endpoint, to: Endpoint, bytes: number): void;
  /** Nothing of the connection is left. */
  onOver(connection: SimulatedConnection): void;
}

const failures: Readonly<Record<Exclude<Answer, "accept">, readonly [ErrorCode, string]>> = {
  refuse: ["DIAL_REFUSED", "ECONNREFUSED"],
  unreachable: ["DIAL_UNREACHABLE", "EHOSTUNREACH"],
};

/** The error of a dial that failed with `errno`. */
export function dialFailure(code: ErrorCode, errno: string): P2PError {
  return new P2PError(code, { detail: errno, cause: networkError(errno) });
}

/** One end of a connection. */
interface End {
  readonly at: Endpoint;
  /** What it sends on. */
  readonly out: SimulatedLink;
  stream: SimulatedStream | undefined;
  /** It has no stream any more, or will have none. */
  gone: boolean;
  windowOnItsWay: boolean;
}

/** A connection of the simulated network, from the first packet of the attempt until both ends are closed. */
export class SimulatedConnection {
  readonly #network: ConnectionNetwork;
  readonly #client: End;
  readonly #server: End;
  #fail: ((error: P2PError) => void) | undefined;
  #over = false;

  constructor(network: ConnectionNetwork, client: Endpoint, server: Endpoint) {
    this.#network = network;
    const end = (at: Endpoint, other: Endpoint): End => ({
      at,
      out: this.#link(at, other),
      stream: undefined,
      gone: false,
      windowOnItsWay: false,
    });
    this.#client = end(client, server);
    this.#server = end(server, client);
  }

  /** The dialling end. */
  get client(): Endpoint {
    return this.#client.at;
  }

  /** The dialled end. */
  get server(): Endpoint {
    return this.#server.at;
  }

  /** Three packets: our wish, the answer, and our confirmation, at which the other side accepts. */
  open(signal: AbortSignal): Promise<ConnectedStream> {
    const network = this.#network;
    const [client, server] = [this.#client, this.#server];
    return new Promise((resolve, reject) => {
      const onAbort = (): void => this.#fail?.(abortError(signal));
      this.#fail = (error) => {
        signal.removeEventListener("abort", onAbort);
        reject(error);
        this.#finish();
      };
      signal.addEventListener("abort", onAbort, { once: true });
      network.record("connect", client.at, server.at, 0);
      client.out.send(0, () => {
        const answer = network.answer(server.at);
        server.out.send(0, () => {
          if (answer !== "accept") {
            network.record("refuse", server.at, client.at, 0);
            this.#fail?.(dialFailure(...failures[answer]));
            return;
          }
          signal.removeEventListener("abort", onAbort);
          this.#fail = undefined;
          client.out.send(0, () => this.#accept());
          resolve(this.#openEnd(client, server));
        });
      });
    });
  }

  /** Breaks the connection for both ends, at once; what is under way is lost. */
  reset(): void {
    const network = this.#network;
    for (const { out } of [this.#client, this.#server]) {
      out.close();
      network.heldUp.delete(out);
    }
    network.record("reset", this.client, this.server, 0);
    if (this.#server.stream === undefined) this.#server.gone = true;
    network.clock.defer(() => {
      for (const end of [this.#client, this.#server]) end.stream?.receive("reset");
    });
  }

  /** The host at the `side` has crashed: its stream breaks at once, the other end hears of it as soon as packets travel. */
  crash(side: "client" | "server"): void {
    const end = side === "client" ? this.#client : this.#server;
    if (side === "client" && this.#fail !== undefined) this.#fail(dialFailure("DIAL_FAILED", "ECONNABORTED"));
    else if (end.stream?.closed === false) {
      this.#send(end, "reset");
      end.stream.abort("ECONNABORTED");
    }
  }

  #accept(): void {
    const [client, server] = [this.#client, this.#server];
    const listener = this.#network.listener(server.at);
    if (listener === undefined) {
      server.gone = true;
      this.#send(server, "reset");
      this.#checkOver();
      return;
    }
    const stream = this.#openEnd(server, client);
    this.#network.record("accept", server.at, client.at, 0);
    listener.onStream(stream);
  }

  #openEnd(end: End, other: End): SimulatedStream {
    const { clock, bufferBytes } = this.#network;
    end.stream = new SimulatedStream(end.at, other.at, {
      clock,
      bufferBytes,
      send: (segment) => this.#send(end, segment),
      onTaken: (count) => other.stream?.onTaken(count),
      awaitWindow: () => {
        if (end.windowOnItsWay) return;
        end.windowOnItsWay = true;
        other.out.send(0, () => {
          end.windowOnItsWay = false;
          end.stream?.onWindow();
        });
      },
      onClosed: () => {
        end.gone = true;
        this.#checkOver();
      },
    });
    return end.stream;
  }

  #send(from: End, segment: Segment): void {
    const network = this.#network;
    const to = from === this.#client ? this.#server : this.#client;
    const bytes = typeof segment === "string" ? 0 : segment.data.length;
    if (bytes > 0 && network.drawReset()) {
      this.reset();
      return;
    }
    from.out.send(bytes, () => {
      const kind = segment === "fin" ? "end" : segment === "reset" ? "reset" : "data";
      network.record(kind, from.at, to.at, bytes);
      if (!to.gone) to.stream?.receive(segment);
      else if (bytes > 0 && !from.gone) this.#send(to, "reset"); // nobody is there any more
    });
  }

  #link(from: Endpoint, to: Endpoint): SimulatedLink {
    const network = this.#network;
    return new SimulatedLink({
      clock: network.clock,
      bandwidthBytesPerS: network.bandwidthBytesPerS,
      latencyMs: () => network.latencyMs(from.ip, to.ip),
      isOpen: () => network.isOpen(from.ip, to.ip, this.#fail !== undefined && from === this.#client.at),
      onHeldUp: (link) => void network.heldUp.add(link),
    });
  }

  #checkOver(): void {
    if (this.#client.gone && this.#server.gone) this.#finish();
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#fail = undefined;
    for (const { out } of [this.#client, this.#server]) {
      out.close();
      this.#network.heldUp.delete(out);
    }
    this.#network.onOver(this);
  }
}
