/** What is in a stream of a real NATS server. */
import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";

/** A message of a stream. */
export interface StoredMessage {
  readonly subject: string;
  /** The header by which the stream knows it again. */
  readonly messageId: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Everything that is in a stream now, in its order. */
export async function streamContent(
  server: string,
  stream: string,
  login: { readonly user?: string; readonly pass?: string } = {},
): Promise<StoredMessage[]> {
  const connection = await connect({ servers: server, ...login });
  try {
    const consumer = await jetstream(connection).consumers.get(stream);
    const { num_pending: count } = await consumer.info();
    const content: StoredMessage[] = [];
    while (content.length < count) {
      for await (const message of await consumer.fetch({ max_messages: 1_000, expires: 5_000 })) {
        content.push({
          subject: message.subject,
          messageId: message.headers?.get("Nats-Msg-Id") ?? "",
          json: message.json(),
        });
        if (content.length === count) break;
      }
    }
    return content;
  } finally {
    await connection.close();
  }
}
