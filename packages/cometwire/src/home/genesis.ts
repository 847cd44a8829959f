import { open } from "node:fs/promises";

/** Why a genesis file has no network name to give, in words. */
export class GenesisFault extends Error {
  override readonly name = "GenesisFault";
}

const CHUNK_BYTES = 1_048_576;
/** A key or a chain id longer than this is not one. Go's limit for a chain id is 50 bytes. */
const LONGEST_TEXT_BYTES = 1_024;
const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COLON, COMMA] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x3a, 0x2c,
] as const;

/**
 * The `chain_id` of a genesis file, wherever it stands in it. The file is streamed: memory stays at a few megabytes for a
 * genesis of any size, and reading ends at the first `chain_id` of the outermost object.
 *
 * @throws GenesisFault when it is not a JSON object or has no chain id of 1 to 50 bytes; errors of the file system as they are.
 */
export async function readChainId(path: string): Promise<string> {
  const scanner = new ChainIdScanner();
  const file = await open(path, "r");
  try {
    if (!(await file.stat()).isFile()) throw new GenesisFault("it is not a regular file");
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) throw new GenesisFault(scanner.whatIsMissing());
      const found = scanner.push(buffer.subarray(0, bytesRead));
      if (found !== undefined) return checkedNetwork(found);
    }
  } finally {
    await file.close();
  }
}

/** Why `name` cannot be a network's name, or undefined. Go: 1 to 50 bytes (`types/genesis.go:19-20,70-74@v0.38.25`). */
export function networkFault(name: string): string | undefined {
  if (name === "") return "a network's name must not be empty";
  const bytes = Buffer.byteLength(name);
  return bytes > 50 ? `a network's name has at most 50 bytes, not ${bytes}` : undefined;
}

function checkedNetwork(name: string): string {
  const fault = networkFault(name);
  if (fault !== undefined) throw new GenesisFault(`chain_id: ${fault}`);
  return name;
}

/**
 * Finds `chain_id` in the outermost object of a JSON text that comes in pieces. It follows strings and nesting, and does
 * not judge the rest: the file is not ours.
 */
export class ChainIdScanner {
  #depth = 0;
  #started = false;
  /** Bytes of the string that is being read, while it matters and is not too long. */
  #text: Buffer[] = [];
  #textLength = 0;
  #inString = false;
  #escaped = false;
  /** What a string on the first level would be. */
  #expects: "key" | "colon" | "value" | "comma" = "key";
  #key = "";

  /** Takes the next piece; returns the chain id once it is there. */
  push(bytes: Buffer): string | undefined {
    let at = 0;
    while (at < bytes.length) {
      if (this.#inString) {
        const next = this.#string(bytes, at);
        if (next === undefined) return undefined;
        at = next;
        const found = this.#stringEnded();
        if (found !== undefined) return found;
        continue;
      }
      this.#structure(bytes[at] ?? 0);
      at++;
    }
    return undefined;
  }

  /** Why nothing was found by the end of the file. */
  whatIsMissing(): string {
    if (!this.#started) return "it is empty";
    return this.#depth > 0 || this.#inString
      ? "it is cut off, and has no chain_id so far"
      : "it has no chain_id";
  }

  /** Goes on to the end of the string, or of the piece; returns where to go on, if it ended. */
  #string(bytes: Buffer, from: number): number | undefined {
    let escaped = this.#escaped;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        break;
      }
    }
    this.#escaped = escaped;
    if (this.#depth === 1) this.#keep(bytes.subarray(from, at));
    return at < bytes.length ? at + 1 : undefined;
  }

  #keep(part: Buffer): void {
    this.#textLength += part.length;
    if (this.#textLength <= LONGEST_TEXT_BYTES) this.#text.push(Buffer.from(part));
  }

  #stringEnded(): string | undefined {
    if (this.#depth !== 1) return undefined;
    const text = this.#textLength > LONGEST_TEXT_BYTES ? undefined : unquote(Buffer.concat(this.#text));
    this.#text = [];
    this.#textLength = 0;
    if (this.#expects === "key") {
      this.#key = text ?? "";
      this.#expects = "colon";
      return undefined;
    }
    if (this.#expects !== "value") throw new GenesisFault("it is not JSON: a comma or colon is missing");
    this.#expects = "comma";
    if (this.#key !== "chain_id") return undefined;
    if (text === undefined) throw new GenesisFault("chain_id is not a usable text");
    return text;
  }

  #structure(byte: number): void {
    if (byte <= 0x20) return;
    if (!this.#started) {
      if (byte !== OPEN_BRACE) throw new GenesisFault("it is not a JSON object");
      this.#started = true;
      this.#depth = 1;
      return;
    }
    if (this.#depth === 0) throw new GenesisFault("something follows the JSON object");
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        return;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (this.#depth === 1) this.#value();
        this.#depth++;
        return;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.#depth--;
        return;
      case COLON:
        if (this.#depth === 1) this.#expects = "value";
        return;
      case COMMA:
        if (this.#depth === 1) this.#expects = "key";
        return;
      default:
        // A part of a number, true, false or null.
        if (this.#depth === 1 && this.#expects === "value") this.#value();
    }
  }

  /** A value on the first level that is no string. */
  #value(): void {
    if (this.#expects !== "value") throw new GenesisFault("it is not JSON: a key is missing");
    if (this.#key === "chain_id") throw new GenesisFault("chain_id is not a text");
    this.#expects = "comma";
  }
}

function unquote(bytes: Buffer): string | undefined {
  try {
    return JSON.parse(`"${bytes.toString("utf8")}"`) as string;
  } catch {
    return undefined;
  }
}
