import { describeChannels, errorCodes, type NodeInfoJson, printable } from "@cometwire/p2p";
import { labelled } from "../text/columns.js";
import { formatMs } from "../text/duration.js";
import type { Style } from "../text/style.js";
import type {
  FailedPhase,
  ProbeEvent,
  ProbeFailed,
  ProbePhase,
  ProbeReached,
  ProbeResult,
  Trouble,
} from "./result.js";

/** How the steps are called for people. */
const PHASE_NAMES: Readonly<Record<ProbePhase | FailedPhase, string>> = {
  dns: "dns",
  tcp: "tcp",
  secretConnection: "secret connection",
  identity: "identity",
  nodeInfo: "node info",
  compatibility: "compatibility",
  pex: "pex",
};
const NAME_WIDTH = Math.max(...Object.values(PHASE_NAMES).map((name) => name.length));
const TIME_WIDTH = 8;

/** The first line. */
export function renderStart(address: string, style: Style): string {
  return `${style.title("Probing")} ${printable(address)}\n\n`;
}

/** A line as a probe goes on. Remote text in details has been escaped by whoever made them. */
export function renderEvent(event: ProbeEvent, style: Style): string {
  switch (event.type) {
    case "contact":
      return event.why === undefined ? "" : style.dim(`  contact ${event.number}: ${event.why}`) + "\n";
    case "phase":
      return `${step(event.phase, event.ms)}  ${event.detail}`.trimEnd() + "\n";
    case "trouble":
      return `${step(event.phase, event.ms)}  ${style.bad(`failed (${event.trouble.code})`)}\n`;
  }
}

/** What is printed at the end. */
export function renderResult(result: ProbeResult, style: Style): string {
  return `\n${result.ok ? renderReached(result, style) : renderFailed(result, style)}`;
}

function renderReached(result: ProbeReached, style: Style): string {
  const rows: [string, string][] = [
    ["id", `${result.id} ${identity(result, style)}`],
    ...nodeInfoRows(result.nodeInfo),
    ["addresses", addressSummary(result)],
  ];
  const addresses = result.addresses.map((address) => `  ${printable(address)}\n`).join("");
  return `${style.good("Reached")}\n\n${labelled(rows)}${addresses === "" ? "" : `\n${addresses}`}`;
}

function renderFailed(result: ProbeFailed, style: Style): string {
  const rows: [string, string][] = [
    ["what", `${result.message} (${result.code})`],
    ["likely cause", result.likelyCause],
    ["what to do", result.remedy],
  ];
  const who: [string, string][] = result.id === null ? [] : [["id", result.id]];
  const said = result.nodeInfo === null ? [] : nodeInfoRows(result.nodeInfo);
  const known = labelled([...who, ...said]);
  const title = style.bad(`Not reached: ${errorCodes[result.code].what}`);
  return `${title}\n\n${labelled(rows)}${known === "" ? "" : `\n${known}`}`;
}

function nodeInfoRows(info: NodeInfoJson): [string, string][] {
  const { p2p, block, app } = info.protocol_version;
  return [
    ["moniker", printable(info.moniker)],
    ["network", printable(info.network)],
    ["version", printable(info.version)],
    ["protocols", `p2p ${p2p}, block ${block}, app ${app}`],
    ["listens at", printable(info.listen_addr)],
    ["channels", describeChannels(Buffer.from(info.channels, "hex"))],
    ["tx index", orNothing(info.other.tx_index)],
    ["rpc", orNothing(info.other.rpc_address)],
  ];
}

function identity({ verified }: ProbeReached, style: Style): string {
  return verified ? style.good("(verified)") : style.warn("(not verified: the address names no id)");
}

function addressSummary({ addresses, pexError, timingsMs }: ProbeReached): string {
  if (pexError !== null) return `none: ${reason(pexError)}`;
  return timingsMs.pex === null ? "not asked" : String(addresses.length);
}

function reason({ message, code }: Trouble): string {
  return `${message} (${code})`;
}

function step(phase: ProbePhase | FailedPhase, ms: number): string {
  return `  ${PHASE_NAMES[phase].padEnd(NAME_WIDTH)}  ${formatMs(ms).padStart(TIME_WIDTH)}`;
}

function orNothing(text: string): string {
  return text === "" ? "-" : printable(text);
}
