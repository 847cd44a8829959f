/** A connection between our node and a reference peer, in either role. */
import {
  type PeerEvent,
  type PeerFlags,
  type ReferencePeer,
  startReferencePeer,
} from "../../../interop/harness/reference-peer.js";
import { type ReferencePeerVersion, referencePeerVersions } from "../../../interop/harness/go.js";
import { type OurConnection, OurNode, type OurNodeOptions } from "./our-node.js";

/** Who dials: we do, or the reference peer does. */
export type Role = "dialled by us" | "accepted by us";

/** Both roles with each release of the reference peer, for `describe.each`. */
export const releasesAndRoles: readonly (readonly [ReferencePeerVersion, Role])[] =
  referencePeerVersions.flatMap((version) => [
    [version, "dialled by us"],
    [version, "accepted by us"],
  ]);

/** An established connection with both of its ends. */
export interface Pair {
  readonly peer: ReferencePeer;
  readonly ours: OurNode;
  readonly connection: OurConnection;
  /** The peer's event `connected`. */
  readonly connected: PeerEvent;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What may be chosen about a {@link Pair}. */
export interface PairOptions {
  readonly version: ReferencePeerVersion;
  readonly role: Role;
  /** Flags of the reference peer beside `listen` and `dial`. */
  readonly flags: PeerFlags;
  readonly ours?: OurNodeOptions;
}

/** Connects our node and a reference peer. */
export async function connectPair(options: PairOptions): Promise<Pair> {
  const { version, role, flags } = options;
  const ours = new OurNode(options.ours);
  let peer: ReferencePeer | undefined;
  const dispose = async (): Promise<void> => {
    await ours[Symbol.asyncDispose]();
    await peer?.stop();
  };
  try {
    let connection: OurConnection;
    if (role === "dialled by us") {
      peer = await startReferencePeer({ ...flags, listen: "127.0.0.1:0" }, version);
      connection = await ours.dial(await listeningAddress(peer));
    } else {
      peer = await startReferencePeer({ ...flags, dial: await ours.listen() }, version);
      connection = await ours.acceptedConnection();
    }
    const connected = await peer.waitFor("connected");
    return { peer, ours, connection, connected, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** `id@host:port` of a peer that listens. */
export async function listeningAddress(peer: ReferencePeer): Promise<string> {
  const { id, addr } = await peer.waitFor("listening");
  return `${String(id)}@${String(addr)}`;
}
