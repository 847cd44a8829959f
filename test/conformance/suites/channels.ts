import { type Release, standardChannels } from "@cometwire/messages";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

/** Go's values for what a descriptor leaves at 0. `p2p/conn/connection.go:40-44@v0.38.25` */
const defaults = { send_queue_capacity: 1, recv_buffer_capacity: 4_096, recv_message_capacity: 22_020_096 };

/** The table of a full node's channels. */
export const channels: Suite = {
  file: "channels.json",
  kinds: {
    channel(vector, check, { vectors }) {
      const table = standardChannels(releaseOf(vector));
      const channel = table.find(({ id }) => id === vector.number("id"));
      if (channel === undefined) {
        check.fail("id", `there is no channel ${vector.number("id")}`);
        return;
      }
      check.equal("reactor", reactorOf(vector), channel.reactor);
      check.equal("priority", vector.number("priority"), channel.priority);
      check.equal("proto_message", vector.text("proto_message"), channel.message);
      check.equal("source_path", true, channel.sources.includes(vector.text("source_path")));
      const declared = {
        send_queue_capacity: channel.sendQueueCapacity,
        recv_buffer_capacity: channel.recvBufferCapacity,
        recv_message_capacity: channel.recvMessageCapacity,
      };
      for (const [field, value] of Object.entries(declared)) {
        check.equal(`declared.${field}`, vector.record("declared").number(field), value);
        const effective = value === 0 ? defaults[field as keyof typeof defaults] : value;
        check.equal(`effective.${field}`, vector.record("effective").number(field), effective);
      }
      // And nothing that Go does not have.
      const ids = new Set(
        vectors.filter(({ source }) => source === vector.source).map((each) => each.number("id")),
      );
      check.equal("number of channels", ids.size, table.length);
    },
  },
};

/** `v0.38` of `v0.38.25`. */
export function releaseOf(vector: Vector): Release {
  return vector.text("version").split(".").slice(0, 2).join(".") as Release;
}

/** The reactor's name with what tells its kinds apart, and its former name, left out. */
function reactorOf(vector: Vector): string {
  const name = vector.text("reactor").split(" ")[0] ?? "";
  return name === "blockchain" ? "blocksync" : name;
}
