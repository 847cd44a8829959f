import {
  type Clock,
  type ConnectedStream,
  type SocketLayer,
  type SocketListener,
  systemClock,
  tcpSockets,
} from "@cometwire/p2p";
import { SeededRandom, SimulatedNetwork, VirtualClock } from "@cometwire/p2p/testing";

/** Two hosts with sockets, on which the same tests run for real and in simulation. */
export interface Lab {
  readonly server: SocketLayer;
  readonly client: SocketLayer;
  readonly clock: Clock;
  /** Where the server listens. */
  readonly serverIp: string;
  /** Another address that the client may dial from. */
  readonly otherClientIp: string;
  /** Lets things happen until `condition` holds. */
  until(condition: () => boolean): Promise<void>;
  /** Lets everything happen that is about to. */
  quiet(): Promise<void>;
  /** Ends it, and says how much is left over. */
  leftovers(): Promise<number>;
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Node's sockets on loopback. */
export function realLab(): Lab {
  return {
    clock: systemClock,
    server: tcpSockets(),
    client: tcpSockets(),
    serverIp: "127.0.0.1",
    otherClientIp: "127.0.0.9",
    async until(condition) {
      while (!condition()) await turn();
    },
    async quiet() {
      for (let i = 0; i < 20; i++) await turn();
    },
    leftovers: async () => 0,
  };
}

/** The simulated network, 5 ms wide. */
export function simulatedLab(): Lab {
  const clock = new VirtualClock();
  const network = new SimulatedNetwork({ clock, random: new SeededRandom(1), latencyMs: 5 });
  return {
    clock,
    server: network.host("127.0.0.1"),
    client: network.host("127.0.0.8", "127.0.0.9"),
    serverIp: "127.0.0.1",
    otherClientIp: "127.0.0.9",
    async until(condition) {
      if (!(await clock.advanceUntil(condition, 600_000))) throw new Error("it did not come true");
    },
    quiet: () => clock.advance(1_000),
    async leftovers() {
      await clock.advance(1_000);
      return clock.pendingTimers + network.connections;
    },
  };
}

/** What a promise has come to, in a lab whose time has to be driven. */
export async function settled<T>(lab: Lab, promise: Promise<T>): Promise<T> {
  let done = false;
  const mark = (): void => void (done = true);
  promise.then(mark, mark);
  await lab.until(() => done);
  return promise;
}

/** Handlers that write down what they are told. */
export class Recorder {
  readonly events: string[] = [];
  readonly #data: Buffer[] = [];
  bytes = 0;

  get text(): string {
    return Buffer.concat(this.#data).toString("latin1");
  }

  /** Takes over a stream's events. */
  static of(stream: ConnectedStream): Recorder {
    const recorder = new Recorder();
    stream.setHandlers({
      onData(chunk) {
        recorder.bytes += chunk.length;
        recorder.#data.push(Buffer.from(chunk));
        if (recorder.events.at(-1) !== "data") recorder.events.push("data");
      },
      onDrain: () => recorder.events.push("drain"),
      onEnd: () => recorder.events.push("end"),
      onClose: (error) =>
        recorder.events.push(error === undefined ? "close" : ((error as NodeJS.ErrnoException).code ?? "?")),
    });
    return recorder;
  }
}

/** A listener that keeps what it accepts. */
export async function listening(
  lab: Lab,
): Promise<{ listener: SocketListener; accepted: ConnectedStream[] }> {
  const accepted: ConnectedStream[] = [];
  const handlers = { onStream: (stream: ConnectedStream) => void accepted.push(stream), onError: () => {} };
  const listener = await settled(lab, lab.server.listen({ host: lab.serverIp, port: 0 }, handlers));
  return { listener, accepted };
}

/** The two ends of a connection. */
export async function connected(lab: Lab, localAddress?: string) {
  const { listener, accepted } = await listening(lab);
  const { signal } = new AbortController();
  const near = await settled(lab, lab.client.connect(listener.endpoint, signal, localAddress));
  await lab.until(() => accepted.length > 0);
  const far = accepted[0] as ConnectedStream;
  const close = (): void => {
    near.destroy();
    far.destroy();
    listener.close();
  };
  return { near, far, listener, close };
}
