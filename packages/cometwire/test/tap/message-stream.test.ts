import { describe, expect, it } from "vitest";
import { type MessagesOptions, MessageStream } from "../../src/tap/message-stream.js";
import type { TapMessage } from "../../src/tap/tap-message.js";
import { tapped, tappedMessage } from "./support.js";

const status = tappedMessage({ type: "StatusRequest", value: {} });
const tx = (size = 1): TapMessage =>
  tappedMessage({ type: "Txs", value: { txs: [new Uint8Array(size).fill(1)] } });
const unreadable = tapped(Uint8Array.of(0xff), 0x20);

function open(options: MessagesOptions = {}) {
  const closed: MessageStream[] = [];
  const stream = new MessageStream(options, (each) => closed.push(each));
  return { stream, closed };
}

/** Whether a promise has been fulfilled by the time everything due now has happened. */
async function isOpen(promise: Promise<void> | undefined): Promise<boolean> {
  const still = Symbol("still");
  const later = new Promise((resolve) => setImmediate(() => resolve(still)));
  return (await Promise.race([promise, later])) !== still;
}

describe("a stream of tapped messages", () => {
  it("hands a message straight to a reader who waits, and others in order", async () => {
    const { stream } = open();
    const first = stream.next();
    const messages = [status, tx(), unreadable];
    expect(messages.map((message) => stream.push(message))).toEqual([undefined, undefined, undefined]);
    expect(
      [await first, await stream.next(), await stream.next()].map(({ value }) => value as unknown),
    ).toEqual(messages);
  });

  it.each([
    [{ maxQueuedMessages: 2 }, 1],
    [{ maxQueuedBytes: 2_000 }, 1_000],
  ] as const)("asks to wait when it is full, until there is room: %o", async (options, size) => {
    const { stream } = open(options);
    expect(stream.push(tx(size))).toBeUndefined();
    const [second, third] = [stream.push(tx(size)), stream.push(tx(size))];
    expect([await isOpen(second), await isOpen(third)]).toEqual([false, false]);
    await stream.next();
    expect(await isOpen(second)).toBe(false);
    await stream.next();
    expect([await isOpen(second), await isOpen(third)]).toEqual([true, true]);
    expect((await stream.next()).done).toBe(false);
  });

  it("takes only what is wanted", async () => {
    const { stream } = open({ types: ["StatusRequest", "Vote"], channels: [0x40, 0x20] });
    for (const message of [tx(), unreadable, status]) void stream.push(message);
    expect((await stream.next()).value).toBe(status);
    const { stream: channel } = open({ channels: [0x20] });
    for (const message of [tx(), unreadable, status]) void channel.push(message);
    expect((await channel.next()).value).toBe(unreadable);
  });

  it("gives what waits and then the end, when it is closed", async () => {
    const { stream, closed } = open({ maxQueuedMessages: 1 });
    const room = stream.push(status);
    stream.close();
    stream.close();
    expect([await isOpen(room), stream.closed, closed]).toEqual([true, true, [stream]]);
    expect(stream.push(status)).toBeUndefined();
    expect([await stream.next(), await stream.next()]).toEqual([
      { value: status, done: false },
      { value: undefined, done: true },
    ]);
  });

  it("lets everybody go whose reader leaves, or whose signal fires", async () => {
    const { stream, closed } = open({ maxQueuedMessages: 1 });
    const room = stream.push(status);
    // What `break` does.
    expect(await stream.return()).toEqual({ value: undefined, done: true });
    expect([await isOpen(room), closed.length]).toEqual([true, 1]);
    const controller = new AbortController();
    const other = open({ signal: controller.signal });
    const next = other.stream.next();
    controller.abort();
    expect([(await next).done, other.closed.length]).toEqual([true, 1]);
    expect(open({ signal: controller.signal }).stream.closed).toBe(true);
  });
});
