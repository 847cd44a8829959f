import { type AddressSpec, type NodeEvent, type Peer, printable } from "@cometwire/p2p";
import { PEER_DIGITS } from "./pretty-line.js";

/** Says what happens to connections, a line each: to whom, and what became of them. */
export class Notices {
  readonly #write: (line: string) => void;
  /** Addresses whose last dial failed: that the next one does, too, is no news. */
  readonly #failing = new Set<string>();

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Takes an event of the tap. */
  note(event: NodeEvent): void {
    const line = this.#lineOf(event);
    if (line !== undefined) this.#write(`${line}\n`);
  }

  #lineOf(event: NodeEvent): string | undefined {
    switch (event.type) {
      case "listening":
        return `listening at ${event.endpoint.ip}:${event.endpoint.port}`;
      case "peer-connected":
        this.#failing.delete(event.peer.id);
        return `connected to ${nameOf(event.peer)}`;
      case "peer-disconnected":
        // Of whom we took our leave, there is nothing to say.
        return event.reason && `lost ${nameOf(event.peer)}: ${event.reason.message}`;
      case "peer-refused":
        return `refused ${event.id.slice(0, PEER_DIGITS)}: ${event.error.message}`;
      case "dial-failed":
        return this.#failure(event.address, event.error.message, event.error.remedy);
      default:
        return undefined;
    }
  }

  #failure(address: AddressSpec, message: string, remedy: string): string | undefined {
    const { id } = address;
    if (this.#failing.has(id)) return undefined;
    this.#failing.add(id);
    return `cannot reach ${id.slice(0, PEER_DIGITS)}: ${message}. What to do: ${remedy}. It is tried again`;
  }
}

function nameOf({ id, remote, nodeInfo }: Peer): string {
  const { moniker, version } = nodeInfo;
  return `${id.slice(0, PEER_DIGITS)} at ${remote.ip}:${remote.port} ("${printable(moniker, 40)}", ${printable(version, 40)})`;
}
