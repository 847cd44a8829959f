/** A listener for a process with few descriptors: welcomes whoever comes and keeps him. Ends with its input. */
import { systemClock } from "../../src/base/index.js";
import { Listener } from "../../src/transport/listener.js";

const listener = new Listener(
  { host: "127.0.0.1", port: 0 },
  {
    clock: systemClock,
    onError: (error) => console.error(error.message),
    onSocket: (socket) => {
      socket.on("error", () => {});
      socket.on("end", () => socket.end());
      socket.resume();
      socket.write("welcome");
    },
  },
);
const { port } = await listener.open();
console.log(port);
process.stdin.on("end", () => listener.close()).resume();
