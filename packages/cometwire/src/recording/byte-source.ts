/** Takes bytes from a stream in the portions that a reader asks for. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #waiting: Uint8Array = new Uint8Array();

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only at the stream's end. Nothing is set aside for bytes that have not come. */
  async read(length: number): Promise<Uint8Array> {
    const parts = [this.#waiting];
    let have = this.#waiting.length;
    while (have < length) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      have += next.value.length;
    }
    const bytes = Buffer.concat(parts, have);
    this.#waiting = bytes.subarray(length);
    return bytes.subarray(0, length);
  }
}
