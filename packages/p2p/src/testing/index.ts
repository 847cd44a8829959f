/**
 * Build your own tests on these: virtual time, repeatable randomness, connections inside the process.
 *
 * @packageDocumentation
 */
export { type MemoryStream, type MemoryStreamOptions, memoryStreamPair } from "./memory-stream.js";
export { SeededRandom } from "./seeded-random.js";
export { VirtualClock } from "./virtual-clock.js";
