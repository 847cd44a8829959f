import { readMessage } from "./read-message.js";
import type { Sightings } from "./sightings.js";
import type { TapMessage } from "./tap-message.js";

/** What is known of a message when it comes. */
export type Arrival = Pick<TapMessage, "at" | "peer" | "network" | "channel" | "bytes">;

/** A message that has come: read and checked as one of its sender's release, and compared with what came before. */
export function received(arrival: Arrival, sightings: Sightings): TapMessage {
  const { at, peer, channel, bytes } = arrival;
  const { message, error } = readMessage(channel, bytes, peer.release);
  const sighting = message === undefined ? undefined : sightings.note(message.type, bytes, peer.id, at);
  return { ...arrival, message, error, sighting };
}
