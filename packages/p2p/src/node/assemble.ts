import { limits, P2PError, systemClock, systemRandom } from "../base/index.js";
import {
  AddressBook,
  AddressBookFile,
  type Ban,
  BanList,
  BanFile,
  loadAddressBook,
  loadBanList,
  PexReactor,
  targetMatches,
} from "../pex/index.js";
import { type Peer, Switch } from "../switch/index.js";
import { type ConnectionFilter, TcpTransport } from "../transport/index.js";
import { IpAddress, NetAddress, type NodeInfo, nodeInfoAddress } from "../wire/index.js";
import { toAddress } from "./address-input.js";
import type { NodeHappening } from "./node-event.js";
import type { NodeOptions } from "./node-options.js";
import { ourNodeInfo } from "./our-node-info.js";

/** Keeps a file current while the node runs. */
interface KeptFile {
  start(): void;
  save(): Promise<void>;
  stop(): Promise<void>;
}

/** The parts that a running node is made of. */
export interface NodeParts {
  readonly switch: Switch;
  readonly addressBook: AddressBook;
  readonly bans: BanList;
  readonly pex: PexReactor | undefined;
  readonly nodeInfo: () => NodeInfo;
  readonly files: readonly KeptFile[];
}

/** What the parts tell of themselves. */
type Emit = (happening: NodeHappening) => void;

/**
 * Loads the files and joins the parts. Nothing is started.
 *
 * @throws P2PError `OPTION_INVALID`, `STATE_FILE_ACCESS`.
 */
export async function assemble(options: NodeOptions, emit: Emit): Promise<NodeParts> {
  const { nodeKey, clock = systemClock, random = systemRandom, pex: withPex = true } = options;
  const files: KeptFile[] = [];
  const addressBook = await openAddressBook(options, emit, files);
  const bans = await openBans(options, emit, files);
  const pex = withPex ? createPex(options, addressBook, bans, emit) : undefined;
  const nodeInfo = (): NodeInfo => ourNodeInfo(options, sw.channelIds, sw.endpoint);
  const sw: Switch = new Switch({
    ...options,
    nodeId: nodeKey.id,
    nodeInfo,
    // Peer exchange comes last, as in Go.
    reactors: [...(options.reactors ?? []), ...(pex === undefined ? [] : [pex])],
    persistentPeers: options.persistentPeers?.map(toAddress),
    otherAddressesOf: (id) => knownAddresses(addressBook, id),
    isBanned: (id, ip) => bans.check({ id, ip: ip === undefined ? undefined : IpAddress.parse(ip) })?.reason,
    onEvent: (event) => {
      if (event.type === "peer-marked-good") addressBook.markGood(event.peer.id);
      if (event.type === "listening") rememberOurs(addressBook, nodeInfo());
      emit(event);
      if (event.type === "peer-connected") endIfBanned(sw, event.peer, bans);
    },
    createTransport: (seams) =>
      new TcpTransport({
        ...options,
        ...seams,
        nodeInfo,
        maxInboundPeers: options.maxInboundPeers ?? limits.inboundPeers,
        connectionFilters: [bannedIps(bans), ...(options.connectionFilters ?? [])],
      }),
    clock,
    random,
  });
  bans.onChange(({ type, ban }) => {
    if (type === "added") endSessions(sw, ban);
    // Who broke a rule of peer exchange is banned in the address book, too.
    if (type === "removed" && ban.target.kind === "id") addressBook.unban(ban.target.id);
  });
  addressBook.addPrivateIds(sw.roster.privateIds);
  return { switch: sw, addressBook, bans, pex, nodeInfo, files };
}

async function openAddressBook(
  { addressBookFile: path, addressBookStrict: strict, nodeKey, clock, random }: NodeOptions,
  emit: Emit,
  files: KeptFile[],
): Promise<AddressBook> {
  const settings = { strict, ourId: nodeKey.id, clock, random };
  if (path === undefined) return new AddressBook(settings);
  const { book, warning } = await loadAddressBook(path, settings);
  if (warning !== undefined) emit({ type: "warning", error: warning });
  files.push(
    new AddressBookFile({ path, book, clock, onProblem: (error) => emit({ type: "warning", error }) }),
  );
  return book;
}

async function openBans(
  { banFile: path, clock }: NodeOptions,
  emit: Emit,
  files: KeptFile[],
): Promise<BanList> {
  if (path === undefined) return new BanList({ clock });
  const { bans, warning } = await loadBanList(path, { clock });
  if (warning !== undefined) emit({ type: "warning", error: warning });
  files.push(new BanFile({ path, bans, clock, onProblem: (error) => emit({ type: "warning", error }) }));
  return bans;
}

/** Everything that the book knows of where a node may be. */
function knownAddresses(addressBook: AddressBook, id: string): NetAddress[] {
  const entry = addressBook.get(id);
  return entry === undefined ? [] : [entry.address, ...entry.candidates.map(({ address }) => address)];
}

/** A ban ends the sessions of those whom it shuts out. */
function endSessions(sw: Switch, ban: Ban): void {
  for (const peer of sw.peers) {
    if (!targetMatches(ban.target, { id: peer.id, ip: IpAddress.parse(peer.remote.ip) })) continue;
    sw.stopPeer(peer, new P2PError("BANNED", { detail: ban.reason }));
  }
}

/** A ban may have come while the peer was on its way in. */
function endIfBanned(sw: Switch, peer: Peer, bans: BanList): void {
  const ban = bans.check({ id: peer.id, ip: IpAddress.parse(peer.remote.ip) });
  if (ban !== undefined) sw.stopPeer(peer, new P2PError("BANNED", { detail: ban.reason }));
}

function bannedIps(bans: BanList): ConnectionFilter {
  return ({ remote }) => {
    const ban = bans.check({ ip: IpAddress.parse(remote.ip) });
    return ban === undefined ? undefined : `banned: ${ban.reason}`;
  };
}

/** Nobody needs to tell us where we are. */
function rememberOurs(addressBook: AddressBook, nodeInfo: NodeInfo): void {
  const address = nodeInfoAddress(nodeInfo);
  if (address instanceof NetAddress) addressBook.addOurAddress(address);
}

function createPex(
  { seeds = [], seedMode = false, seedServes }: NodeOptions,
  book: AddressBook,
  bans: BanList,
  emit: Emit,
): PexReactor {
  return new PexReactor({
    book,
    bans,
    seeds: seeds.map(toAddress),
    mode: seedMode ? "seed" : "peer",
    serve: seedServes,
    onEvent: emit,
  });
}
