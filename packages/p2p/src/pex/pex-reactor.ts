import { asP2PError, limits, P2PError, type Timer } from "../base/index.js";
import type { Peer, Reactor, ReactorContext } from "../switch/index.js";
import { NetAddress, nodeInfoAddress } from "../wire/index.js";
import { AddressDialer } from "./address-dialer.js";
import { AddressRequests } from "./address-requests.js";
import { Answers, IncomingRequests } from "./answers.js";
import { Crawler } from "./crawler.js";
import { DialHistory } from "./dial-backoff.js";
import { completeSettings, type PexOptions, type PexSettings } from "./options.js";
import { type Intake, dialableAddressOf, announcesOwnIp, sourceOf, takeIn } from "./peer-addresses.js";
import { pexChannel, type PexMessage } from "./pex-channel.js";
import type { PexCore } from "./pex-core.js";
import { PeerFinder } from "./peer-finder.js";
import { SeedAsker } from "./seed-asker.js";
import { SeedDesk } from "./seed-desk.js";
import { type SeedStatus, seedStatusOf } from "./seed-status.js";

/** What there is once the reactor has started. */
interface Parts {
  readonly core: PexCore;
  readonly requests: AddressRequests;
  readonly incoming: IncomingRequests;
  readonly answers: Answers;
  readonly seeds: SeedAsker;
  /** In the mode `"peer"`. */
  readonly finder: PeerFinder | undefined;
  /** In the mode `"seed"`. */
  readonly desk: SeedDesk | undefined;
  readonly crawler: Crawler | undefined;
}

/**
 * Peer exchange: finds peers, tells others of them, and as a seed helps others into the network.
 *
 * Nothing that it does lets a CometBFT node of any release ban us, and it bans none that follows its own release's rules.
 * Source: `p2p/pex/pex_reactor.go@v0.38.25`; what is done otherwise is in `docs/DIFFERENCES.md`.
 *
 * @example A node that finds its peers itself.
 * ```ts
 * const book = new AddressBook({ ourId: nodeKey.id });
 * const pex = new PexReactor({ book, seeds: [parseAddress("id@seed.example.com:26656")] });
 * const sw = new Switch({ reactors: [pex, mempoolWatcher], ...others });
 * ```
 */
export class PexReactor implements Reactor<PexMessage> {
  readonly name = "pex";
  readonly channels = [pexChannel];
  readonly #settings: PexSettings;
  /** When peers of a seed have been here for long enough. */
  readonly #leaving = new Map<Peer, Timer>();
  #seedTimer: Timer | undefined;
  #parts: Parts | undefined;

  /** @throws P2PError `OPTION_INVALID`. */
  constructor(options: PexOptions) {
    this.#settings = completeSettings(options);
  }

  /** Numbers about a seed, for people and dashboards; undefined before the start and for an ordinary node. */
  seedStatus(): SeedStatus | undefined {
    const { crawler, desk, core } = this.#parts ?? {};
    if (crawler === undefined || desk === undefined || core === undefined) return undefined;
    return seedStatusOf(core, desk.counts, crawler.counts);
  }

  /** Looks for peers now, without waiting for the regular time. For an ordinary node. */
  findPeers(): void {
    this.#parts?.finder?.wake();
  }

  start(context: ReactorContext): void {
    const settings = this.#settings;
    const { clock, random } = context;
    const core: PexCore = {
      context,
      settings,
      history: new DialHistory({ clock, random }),
      emit: (event) => settings.onEvent(event),
    };
    rememberOurAddress(core);
    const requests = new AddressRequests(core);
    const answers = new Answers(core);
    const dialer = new AddressDialer(core);
    const seeds = new SeedAsker(core, () => this.#parts?.finder?.wake());
    const desk = settings.mode === "seed" ? new SeedDesk(core, answers) : undefined;
    const crawler =
      desk &&
      new Crawler(core, {
        requests,
        dialer,
        isSeed: (id) => seeds.isSeed(id),
        onVerified: () => desk.verified(),
        onUnreachable: (address) => desk.unreachable(address),
      });
    const finder = desk === undefined ? new PeerFinder(core, { requests, dialer, seeds }) : undefined;
    const incoming = new IncomingRequests(core);
    this.#parts = { core, requests, incoming, answers, seeds, finder, desk, crawler };
    finder?.start();
    crawler?.start();
    if (desk !== undefined) this.#tendSeedIn(limits.ensurePeersWakeMs);
  }

  async stop(): Promise<void> {
    this.#seedTimer?.cancel();
    for (const timer of this.#leaving.values()) timer.cancel();
    this.#leaving.clear();
    const { finder, crawler, seeds } = this.#parts ?? {};
    await Promise.all([finder?.stop(), crawler?.stop(), seeds?.stop()]);
  }

  addPeer(peer: Peer): void {
    const parts = this.#started();
    if (peer.outbound) this.#addOutbound(parts, peer);
    else this.#addInbound(parts, peer);
    if (parts.desk !== undefined) this.#letGoInTime(parts, peer);
  }

  receive(peer: Peer, _channelId: number, message: PexMessage): void {
    const parts = this.#started();
    if (message.type === "request") this.#receiveRequest(parts, peer);
    else this.#receiveAddresses(parts, peer, message);
  }

  removePeer(peer: Peer): void {
    const { requests, incoming, seeds, desk, finder } = this.#started();
    requests.forget(peer);
    incoming.forget(peer);
    seeds.removed(peer);
    desk?.forget(peer);
    this.#leaving.get(peer)?.cancel();
    this.#leaving.delete(peer);
    finder?.removed(peer);
    // The id is free only when every reactor has been told.
    if (!peer.outbound) this.#callBack(peer);
  }

  #started(): Parts {
    if (this.#parts === undefined)
      throw new P2PError("STOPPED", { detail: "the PEX reactor is not running" });
    return this.#parts;
  }

  /** We have dialled the peer: so this is where it is. */
  #addOutbound({ core, requests, seeds, crawler, finder }: Parts, peer: Peer): void {
    const { book } = core.settings;
    const address = dialableAddressOf(peer);
    seeds.added(peer);
    // A seed is nobody to be told of: it has told us nothing about itself but that it answers.
    if (address !== undefined && !seeds.isSeed(peer.id)) book.markVerified(peer.id, address);
    if (crawler?.isVerifying(peer.id) === true) return; // it asks when it is ready
    if (book.needsMore || seeds.isSeed(peer.id)) {
      requests.ask(peer, seeds.isSeed(peer.id) ? "it is a seed" : "it is a new outbound peer");
    }
    seeds.letGo();
    if (address !== undefined) finder?.added(peer, address);
  }

  /** The peer says where it listens. Its id is proven, the address is not. */
  #addInbound({ core, seeds, desk, finder }: Parts, peer: Peer): void {
    const address = dialableAddressOf(peer);
    const source = sourceOf(peer);
    // A seed that verifies us is not to be told of, lest everybody take up its places.
    if (address === undefined || source === undefined || seeds.hangsUp(peer.id)) return;
    const result = core.settings.book.add(address, source);
    const refused = result.outcome === "ignored" ? result.reason : undefined;
    core.emit({ type: "address-announced", peer, address, refused });
    if (refused === undefined) desk?.saw(peer);
    if (result.outcome === "added") finder?.wake();
  }

  #receiveRequest(parts: Parts, peer: Peer): void {
    const { incoming, desk, answers } = parts;
    const answer = (): void => {
      answers.send(peer, answers.select(peer), "it asked");
      incoming.answered(peer);
    };
    const outcome = incoming.asked(peer, answer);
    if (outcome.action === "disconnect") {
      this.#punish(parts, peer, new P2PError("PEX_TOO_SOON", { detail: outcome.why }));
    } else if (outcome.action === "answer") {
      // At a seed's desk each connection has one answer: this request counts as waiting for ever after.
      if (desk !== undefined && !peer.outbound && !isKept(peer)) desk.serve(peer);
      else answer();
    }
  }

  #receiveAddresses(
    parts: Parts,
    peer: Peer,
    { addresses }: Extract<PexMessage, { readonly type: "addresses" }>,
  ): void {
    const { core, requests, seeds, crawler, finder } = parts;
    let intake: Intake;
    try {
      if (!requests.answered(peer))
        throw new P2PError("PEX_UNSOLICITED", { detail: `${addresses.length} addresses` });
      const source = sourceOf(peer);
      if (source === undefined) throw new P2PError("PEX_ADDRESS", { detail: "the peer has no IP address" });
      intake = takeIn(core.settings.book, addresses, source);
    } catch (thrown) {
      this.#punish(parts, peer, asP2PError(thrown, "PEX_ADDRESS"));
      return;
    }
    core.emit({ type: "addresses-received", peer, ...intake });
    seeds.answered(peer, intake.added > 0 ? "new-addresses" : "nothing-new");
    seeds.letGo();
    if (intake.added === 0) return;
    crawler?.newAddresses();
    finder?.wake();
  }

  /** Ends and bans a peer that broke the rules. Whom the operator has configured is not banned. */
  #punish({ core }: Parts, peer: Peer, error: P2PError): void {
    const { context, settings, emit } = core;
    context.stopPeer(peer, error);
    if (isKept(peer)) return;
    const durationMs = limits.pexBanMs;
    settings.book.markBad(peer.id, { durationMs, reason: error.message });
    settings.bans?.add(peer.id, { durationMs, reason: error.message, automatic: true });
    emit({ type: "peer-banned", id: peer.id, durationMs, error });
  }

  /** A seed verifies whoever was connected to it: that is how a new network forms within seconds. */
  #callBack(peer: Peer): void {
    const { core, crawler } = this.#started();
    const address = dialableAddressOf(peer);
    if (crawler === undefined || address === undefined) return;
    const { book, verifiedMaxAgeMs } = core.settings;
    const entry = book.get(peer.id);
    if (entry === undefined || core.context.isPersistent(peer.id)) return;
    const verifiedAt = entry.lastVerifiedAt ?? Number.NEGATIVE_INFINITY;
    const isFresh = core.context.clock.wallTime() - verifiedAt < verifiedMaxAgeMs / 2;
    if (isFresh && entry.address.equals(address)) return;
    // Somebody else's address waits its turn.
    if (announcesOwnIp(peer, address)) crawler.callBack(address);
    else crawler.callBackInTurn(address);
  }

  #letGoInTime({ core }: Parts, peer: Peer): void {
    const { context, settings, emit } = core;
    const { seedDisconnectAfterMs: afterMs } = settings;
    const timer = context.clock.setTimer(afterMs, () => {
      this.#leaving.delete(peer);
      if (!peer.running || isKept(peer)) return;
      emit({ type: "letting-go", peer, why: `it has been connected for ${Math.round(afterMs / 1_000)} s` });
      void context.stopPeerGracefully(peer);
    });
    this.#leaving.set(peer, timer);
  }

  /** What a seed does now and then: lift bans that have ended, and ask other seeds while it knows of too few nodes. */
  #tendSeedIn(delayMs: number): void {
    const { core, seeds } = this.#started();
    const { context, settings, emit } = core;
    this.#seedTimer = context.clock.setTimer(delayMs, () => {
      const count = settings.book.reinstate();
      if (count > 0) emit({ type: "bans-ended", count });
      if (settings.book.needsMore) seeds.ask("the address book could use more addresses");
      seeds.letGo();
      this.#tendSeedIn(settings.ensurePeersMs);
    });
  }
}

/** Whether the operator wants the peer kept. */
function isKept(peer: Peer): boolean {
  return peer.persistent || peer.unconditional;
}

function rememberOurAddress({ context, settings }: PexCore): void {
  const { nodeInfo } = context;
  const ours = nodeInfoAddress(nodeInfo);
  if (ours instanceof NetAddress) settings.book.addOurAddress(ours);
}
