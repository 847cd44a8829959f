import { crc32 } from "node:zlib";
import { CHUNK_HEADER_BYTES, LARGEST_CHUNK_BYTES } from "./format.js";

/** The header of a chunk with this body. */
export function chunkHeader(body: Uint8Array): Uint8Array {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  header.writeUInt32BE(body.length, 0);
  header.writeUInt32BE(crc32(body), 4);
  return header;
}

/** A chunk without a body: nothing comes after it. */
export const END_MARK: Uint8Array = new Uint8Array(CHUNK_HEADER_BYTES);

/** What {@link readChunk} found. */
export type ChunkRead =
  | { readonly state: "whole"; readonly body: Uint8Array }
  | { readonly state: "end" | "cut" | "damaged" };

/** Reads the next chunk. `read` returns that many bytes, fewer only where they end. */
export async function readChunk(read: (length: number) => Promise<Uint8Array>): Promise<ChunkRead> {
  const header = Buffer.from(await read(CHUNK_HEADER_BYTES));
  if (header.length < CHUNK_HEADER_BYTES) return { state: "cut" };
  const length = header.readUInt32BE(0);
  if (length === 0) return { state: "end" };
  if (length > LARGEST_CHUNK_BYTES) return { state: "damaged" };
  const body = await read(length);
  if (body.length < length) return { state: "cut" };
  return crc32(body) === header.readUInt32BE(4) ? { state: "whole", body } : { state: "damaged" };
}
