import {
  deriveSession,
  createHandshakeCrypto,
  ephemeralKeyFromPrivate,
  limits,
  systemClock,
} from "@cometwire/p2p";
import { attemptAsync, type Check } from "../check.js";
import { ruledBytes } from "../data-rule.js";
import { MemoryStream } from "../memory-stream.js";
import { Collector, ending, goEnding, handshake, settle } from "../secret-peer.js";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

/** Handshakes with fixed keys, traffic after them, and attacks. */
export const secretConnection: Suite = {
  file: "secret-connection.json",
  kinds: {
    async handshake(vector, check) {
      const [a, b] = [vector.record("a"), vector.record("b")];
      compareSecrets(vector, check, a, b.bytes("ephemeral_pub"));
      compareSecrets(vector, check, b, a.bytes("ephemeral_pub"));
      await compareTraffic(vector, check, "a", "b");
      await compareTraffic(vector, check, "b", "a");
    },
    ephemeral: compareAttack,
    auth: compareAttack,
    "post-handshake": compareAttack,
  },
};

/** Shared secret, challenge and frame keys of one side. */
function compareSecrets(vector: Vector, check: Check, side: Vector, remotePublicKey: Uint8Array): void {
  const ephemeral = ephemeralKeyFromPrivate(side.bytes("ephemeral_priv"));
  check.bytes("ephemeral_pub", side.bytes("ephemeral_pub"), ephemeral.publicKey);
  const secret = ephemeral.sharedSecret(remotePublicKey);
  check.bytes("dh_secret", vector.bytes("dh_secret"), secret);
  const crypto = createHandshakeCrypto({ clock: systemClock });
  const session = deriveSession(ephemeral.publicKey, remotePublicKey, secret, crypto);
  check.bytes("challenge", vector.bytes("challenge"), session.challenge);
  check.bytes("send_secret", side.bytes("send_secret"), session.sendKey);
  check.bytes("recv_secret", side.bytes("recv_secret"), session.recvKey);
}

/** `from` writes what Go wrote, byte for byte but for the tails of frames; `to` reads Go's own frames. */
async function compareTraffic(vector: Vector, check: Check, from: "a" | "b", to: "a" | "b"): Promise<void> {
  const [sender, receiver] = [vector.record(from), vector.record(to)];
  const [outbound, inbound] = [new MemoryStream(), new MemoryStream()];
  outbound.feed(wireOf(receiver));
  inbound.feed(wireOf(sender));
  const [connection, reader] = await Promise.all([
    handshake(outbound, sender.bytes("ed25519_seed"), sender.bytes("ephemeral_priv")),
    handshake(inbound, receiver.bytes("ed25519_seed"), receiver.bytes("ephemeral_priv")),
  ]);
  const exact = comparableBytes(vector);
  check.bytes(`${from} handshake`, wireOf(sender).subarray(0, exact), outbound.written.subarray(0, exact));
  check.equal(`${from} sees id`, receiver.text("node_id"), connection.remoteId);
  check.bytes(`${from} sees key`, receiver.bytes("ed25519_pubkey"), connection.remotePublicKey);

  const collector = new Collector();
  reader.attach(collector);
  const sent: Uint8Array[] = [];
  for (const [index, each] of vector.records(`${from}_writes`).entries()) {
    const field = `${from}_writes[${index}]`;
    const data = ruledBytes(each.number("len"), each.number("data_mul"), each.number("data_add"));
    const before = outbound.written.length;
    connection.write(data);
    const wire = outbound.written.subarray(before);
    if (each.has("wire_zero_padded")) check.bytes(field, each.bytes("wire_zero_padded"), wire);
    check.sha256(field, each.text("wire_zero_padded_sha256"), wire);
    inbound.feed(each.has("wire") ? each.bytes("wire") : wire);
    sent.push(data);
  }
  const more = ruledBytes(2500);
  const before = outbound.written.length;
  connection.write(more);
  inbound.feed(outbound.written.subarray(before));
  sent.push(more);
  await settle();
  check.bytes(`${to} reads`, Buffer.concat(sent), collector.bytes);
  connection.destroy();
  reader.destroy();
}

/** How many handshake bytes Go fixes: v0.34 leaves something behind the message in the auth frame. */
function comparableBytes(vector: Vector): number {
  const ephemeralBytes = 35;
  const authBytes = 4 + 103;
  return vector.source.includes("v0.34")
    ? ephemeralBytes + authBytes
    : ephemeralBytes + limits.frameSealedBytes;
}

function wireOf(side: Vector): Uint8Array {
  return Buffer.concat([side.bytes("wire_ephemeral"), side.bytes("wire_auth_frame")]);
}

/** Bytes of an attacker: the verdict, when it falls, what we have written by then, and what can be read afterwards. */
async function compareAttack(vector: Vector, check: Check): Promise<void> {
  const stream = new MemoryStream();
  stream.feed(vector.bytes("attacker_bytes"));
  if (vector.flag("attacker_closes")) stream.finish();
  const { value: connection, error } = await attemptAsync(() =>
    handshake(stream, vector.bytes("victim_ed25519_seed"), vector.bytes("victim_ephemeral_priv")),
  );
  check.verdict("verdict", vector.fields["handshake_error"], error);
  const written = stream.written;
  if (error !== undefined) {
    check.equal("phase", vector.fields["phase_failed"], written.length > 35 ? "auth" : "ephemeral");
  }
  const exact = comparableBytes(vector);
  check.bytes("victim_wrote", vector.bytes("victim_wrote").subarray(0, exact), written.subarray(0, exact));
  if (connection === undefined) return;
  const collector = new Collector();
  connection.attach(collector);
  const reason = await collector.closed;
  if (vector.has("handshake_error")) return;
  check.bytes("remote_pubkey", vector.bytes("remote_pubkey"), connection.remotePublicKey);
  const reads = vector.records("reads");
  const data = reads.map((read) => (read.has("data") ? read.text("data") : "")).join("");
  const last = reads.at(-1)?.optionalText("err");
  if (last === undefined) return;
  check.bytes("data", Buffer.from(data, "hex"), collector.bytes);
  check.equal("end", goEnding(last), ending(reason));
}
