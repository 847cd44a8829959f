import { readFile } from "node:fs/promises";
import type { JetStreamClient } from "@nats-io/jetstream";
import type { NatsConnection, NodeConnectionOptions } from "@nats-io/transport-node";
import { printable } from "@cometwire/p2p";
import { packageVersion } from "../package-info.js";
import { asSinkError, sinkError } from "./sink-error.js";
import type { SinkSession } from "./sink-session.js";
import type { SinkTarget } from "./sink-target.js";
import { prepareStream } from "./stream.js";

/** For connecting, for a request of JetStream's API, and for an acknowledgement. */
const TIMEOUT_MS = 5_000;
/** A server that has fallen silent is noticed after two of these. */
const PING_INTERVAL_MS = 10_000;
/** What a message's headers take of the server's limit, at most. */
const HEADER_BYTES = 512;
/** JetStream's number for a message larger than the stream takes. */
const TOO_LARGE = 10_054;

/**
 * Connects with the server and makes the stream ready. It connects once: who wants to come back begins again, so that
 * nothing is kept in the client of which we do not know.
 *
 * @param messageId - names a publication by its sequence; the stream stores no second one of the same name.
 * @throws CommandError `SINK_…`.
 */
export async function openNatsSession(
  target: SinkTarget,
  messageId: (sequence: number) => string,
): Promise<SinkSession> {
  // Not before somebody wants it: no other command needs the client.
  const [{ connect }, { jetstream, jetstreamManager }] = await Promise.all([
    import("@nats-io/transport-node"),
    import("@nats-io/jetstream"),
  ]);
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({ ...connectionOptions(target), ...(await authentication(target)) });
    const manager = await jetstreamManager(connection, { timeout: TIMEOUT_MS });
    const { config, made } = await prepareStream(manager, target);
    return new NatsSession(connection, {
      target,
      messageId,
      client: jetstream(connection, { timeout: TIMEOUT_MS }),
      largestPayload: largestPayload(connection, config.max_msg_size),
      madeStream: made,
    });
  } catch (error) {
    await connection?.close();
    throw asSinkError(error, target, connection === undefined ? "SINK_UNREACHABLE" : "SINK_FAILED");
  }
}

interface SessionOptions extends Pick<SinkSession, "largestPayload" | "madeStream"> {
  readonly target: SinkTarget;
  readonly messageId: (sequence: number) => string;
  readonly client: JetStreamClient;
}

class NatsSession implements SinkSession {
  readonly largestPayload: number;
  readonly madeStream: boolean;
  readonly lost: SinkSession["lost"];
  readonly #connection: NatsConnection;
  readonly #options: SessionOptions;

  constructor(connection: NatsConnection, options: SessionOptions) {
    this.#connection = connection;
    this.#options = options;
    const { target, largestPayload, madeStream } = options;
    this.largestPayload = largestPayload;
    this.madeStream = madeStream;
    this.lost = connection
      .closed()
      .then((error) =>
        error instanceof Error
          ? asSinkError(error, target)
          : sinkError("SINK_UNREACHABLE", target, "has closed the connection"),
      );
  }

  async publish({ subject, payload, sequence }: Parameters<SinkSession["publish"]>[0]): Promise<void> {
    const { client, target, messageId } = this.#options;
    try {
      await client.publish(subject, payload, {
        msgID: messageId(sequence),
        expect: { streamName: target.stream },
      });
    } catch (error) {
      if ((error as { code?: unknown }).code !== TOO_LARGE) throw asSinkError(error, target);
      throw sinkError("SINK_TOO_LARGE", target, "takes no message so large");
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

function connectionOptions({ server, tls }: SinkTarget): NodeConnectionOptions {
  return {
    servers: server,
    ...(tls ? { tls: {} } : {}),
    name: `cometwire ${packageVersion}`,
    reconnect: false,
    timeout: TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    ignoreClusterUpdates: true,
  };
}

async function authentication(target: SinkTarget): Promise<NodeConnectionOptions> {
  const { credentials } = target;
  switch (credentials.kind) {
    case "none":
      return {};
    case "password":
      return { user: credentials.user, pass: credentials.password };
    case "token":
      return { token: credentials.token };
    case "file": {
      const { credsAuthenticator } = await import("@nats-io/transport-node");
      try {
        return { authenticator: credsAuthenticator(await readFile(credentials.path)) };
      } catch (error) {
        const what = `got no credentials: ${printable(String(error), 300)}`;
        throw sinkError("SINK_CREDENTIALS", target, what);
      }
    }
  }
}

/** @param streamLimit - the stream's own, in bytes; none when it is not above 0. */
function largestPayload({ info }: NatsConnection, streamLimit: number): number {
  const serverLimit = info?.max_payload ?? 1_048_576;
  return Math.min(serverLimit, streamLimit > 0 ? streamLimit : serverLimit) - HEADER_BYTES;
}
