import type { NodeEvent } from "@cometwire/p2p";
import { type LocalnetHappening, VISITOR } from "./events.js";

/** A node's event as the network tells it, or undefined for what is of no interest here. */
export function translate(
  node: string,
  event: NodeEvent,
  nameOf: (id: string) => string | undefined,
): LocalnetHappening | undefined {
  const id = otherId(event);
  if (id === undefined) return troubleOf(node, event);
  const peer = nameOf(id);
  return peer === undefined ? aboutVisitor(node, event) : aboutPeer(node, peer, event);
}

function aboutPeer(node: string, peer: string, event: NodeEvent): LocalnetHappening | undefined {
  switch (event.type) {
    case "peer-connected":
      return event.peer.outbound
        ? { event: "connected", node, peer, thanksTo: undefined }
        : { event: "accepted", node, peer };
    case "peer-disconnected":
      return event.reason === undefined
        ? { event: "let-go", node, peer }
        : { event: "lost", node, peer, why: event.reason.message, code: event.reason.code };
    case "addresses-requested":
      return { event: "asked", node, peer };
    case "request-held":
      // Ordinary nodes hold requests too, of those that have had their share: that is of no interest here.
      return node === "seed" ? { event: "held", node, peer } : undefined;
    case "addresses-served":
      return { event: "told", node, peer, count: event.count };
    case "address-verified":
      return { event: "verified", node, peer };
    default:
      return undefined;
  }
}

/** Of somebody who is not of the network. */
function aboutVisitor(node: string, event: NodeEvent): LocalnetHappening | undefined {
  switch (event.type) {
    case "peer-connected":
      return { event: "visited", node };
    case "addresses-served":
      return { event: "told", node, peer: VISITOR, count: event.count };
    default:
      return undefined;
  }
}

function troubleOf(node: string, event: NodeEvent): LocalnetHappening | undefined {
  switch (event.type) {
    case "peer-banned":
    case "listener-failed":
    case "reactor-failed":
    case "warning":
    case "seed-failed":
      return { event: "trouble", node, why: event.error.message, code: event.error.code };
    default:
      return undefined;
  }
}

/** The other node that an event is about. */
function otherId(event: NodeEvent): string | undefined {
  if ("peer" in event) return event.peer.id;
  return event.type === "address-verified" ? event.address.id : undefined;
}
