/**
 * Opens `count` connections to `port` from `addresses` loopback addresses (127.0.1.1, …), says nothing on them and keeps
 * those that it is left. Prints how many have been opened, now and then. Ends with its input.
 */
import { connect } from "node:net";

const [port = 0, count = 0, addresses = 1] = process.argv.slice(2).map(Number);
const AT_ONCE = 250;
let started = 0;
let opened = 0;

function next(): void {
  if (started === count) return;
  const source = started++ % addresses;
  const localAddress = `127.0.1.${1 + source}`;
  const socket = connect({ host: "127.0.0.1", port, localAddress, allowHalfOpen: true });
  let counted = false;
  const settle = (): void => {
    if (counted) return;
    counted = true;
    if (++opened % AT_ONCE === 0) console.log(opened);
    next();
  };
  socket.on("connect", settle).on("error", settle).on("close", settle);
  socket.on("end", () => socket.end()).resume();
}

for (let i = 0; i < AT_ONCE; i++) next();
process.stdin.on("end", () => process.exit(0)).resume();
