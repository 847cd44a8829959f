import { type ChannelMessage, type MessageType, messagePlaces, type Release } from "@cometwire/messages";
import { valueFromJson } from "../../../packages/messages/test/support/json-values.js";
import type { Vector } from "../vector.js";
import { codecOf } from "./schema.js";

interface Wrapped {
  readonly sum: { readonly case: string; readonly value: unknown } | undefined;
}

/** The message that a vector's JSON describes, with its reactor's wrapper taken off. */
export function messageOf(vector: Vector): ChannelMessage {
  const { desc } = codecOf(wrapperOf(vector));
  return unwrapped(vector, valueFromJson(desc, vector.fields["json"]));
}

/** What the decoder of the vector's reactor makes of the bytes, without any guard or limit. */
export function decodeBare(vector: Vector, bytes: Uint8Array, release: Release): ChannelMessage {
  return unwrapped(vector, codecOf(wrapperOf(vector)).decode(bytes, { release }));
}

/** The release of `cometbft v0.38.25` and the like. */
export function releaseOfSource(source: string): Release {
  const [, release] = /(v\d+\.\d+)\.\d+$/.exec(source) ?? [];
  if (release === undefined) throw new TypeError(`not a release: ${source}`);
  return release as Release;
}

function wrapperOf(vector: Vector): string {
  const reactor = vector.text("reactor");
  return reactor === "evidence" ? "tendermint.types.EvidenceList" : `tendermint.${reactor}.Message`;
}

function unwrapped(vector: Vector, value: unknown): ChannelMessage {
  const type = vector.text("type") as MessageType;
  if (messagePlaces[type].reactor === "evidence") return { type, value } as ChannelMessage;
  return { type, value: (value as Wrapped).sum?.value } as ChannelMessage;
}
