/**
 * Downloads a chain's blocks from its nodes and checks each one: its hash, its parts, what its header says of it, and the
 * signatures of the validators who decided it. Ends where the validators are no longer those of the genesis file: who they
 * are then, only the application knows.
 *
 * tsx examples/block-sync.ts NETWORK GENESIS_FILE ID@HOST:PORT…
 */
import {
  addressFromPublicKey,
  type Block,
  type BlockID,
  type ChannelMessage,
  decodeMessage,
  emptyValidator,
  encodeBlock,
  encodeMessage,
  headerHash,
  splitBlock,
  standardChannels,
  type Validator,
  validatorSetHash,
  verifyBlock,
  verifyCommit,
} from "@cometwire/messages";
import {
  createNode,
  NodeKey,
  P2PError,
  type Peer,
  PeerKey,
  type Reactor,
  type ReactorContext,
} from "@cometwire/p2p";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const BLOCKSYNC = 0x40;
/** Blocks that are asked of one peer at a time; Go asks for as many (`blocksync/pool.go:42@v0.38.25`). */
const PENDING_PER_PEER = 20;
/** Blocks that are asked for before the ones in front of them have been checked. */
const AHEAD = 100n;

/** What a peer has said that it has. */
const range = new PeerKey<{ readonly base: bigint; readonly height: bigint }>("range of blocks");

/** Asks its peers for the blocks of a chain, and gives them out in their order. */
class BlockDownload implements Reactor<ChannelMessage> {
  readonly name = "blocksync";
  readonly channels = standardChannels("v0.38")
    .filter(({ id }) => id === BLOCKSYNC)
    .map((channel) => ({
      ...channel,
      codec: {
        decode: (bytes: Uint8Array) => decodeMessage({ version: "v0.38", channel: BLOCKSYNC, bytes }),
        encode: encodeMessage,
      },
    }));
  readonly #asked = new Map<bigint, Peer>();
  readonly #blocks = new Map<bigint, Block>();
  #context: ReactorContext | undefined;
  #next = 1n;
  #wake: () => void = () => undefined;

  start(context: ReactorContext): void {
    this.#context = context;
  }

  addPeer(peer: Peer): void {
    this.#send(peer, { type: "StatusRequest", value: {} });
  }

  removePeer(peer: Peer): void {
    for (const [height, asked] of this.#asked) if (asked === peer) this.#asked.delete(height);
    this.#ask();
  }

  receive(peer: Peer, _channelId: number, { type, value }: ChannelMessage): void {
    if (type === "StatusResponse") peer.set(range, { base: value.base, height: value.height });
    if (type === "BlockRequest") this.#send(peer, { type: "NoBlockResponse", value });
    if (type === "NoBlockResponse" && this.#asked.get(value.height) === peer) {
      throw new P2PError("PEER_MISBEHAVED", { detail: `it said that it has block ${value.height}` });
    }
    if (type === "BlockResponse" && value.block !== undefined) {
      const { height } = value.block.header;
      if (this.#asked.get(height) !== peer) {
        throw new P2PError("PEER_MISBEHAVED", { detail: `nobody asked it for block ${height}` });
      }
      this.#asked.delete(height);
      this.#blocks.set(height, value.block);
      this.#wake();
    }
    this.#ask();
  }

  /** The last block that any peer has. */
  get height(): bigint {
    const heights = this.#peers.map((peer) => peer.get(range)?.height ?? 0n);
    return heights.reduce((highest, height) => (height > highest ? height : highest), 0n);
  }

  /** All blocks, from the first to the last that any peer has when it is reached. */
  async *blocks(): AsyncGenerator<Block> {
    for (; this.height === 0n || this.#next <= this.height; this.#next++) {
      let block = this.#blocks.get(this.#next);
      for (; block === undefined; block = this.#blocks.get(this.#next)) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      this.#blocks.delete(this.#next);
      this.#ask();
      yield block;
    }
  }

  get #peers(): readonly Peer[] {
    return this.#context?.peers ?? [];
  }

  /** Asks for what is missing, each block of the peer with the fewest requests among those that have it. */
  #ask(): void {
    for (let height = this.#next; height <= this.height && height < this.#next + AHEAD; height++) {
      if (this.#asked.has(height) || this.#blocks.has(height)) continue;
      const [peer] = this.#peers
        .filter((each) => this.#pending(each) < PENDING_PER_PEER && has(each, height))
        .sort((a, b) => this.#pending(a) - this.#pending(b));
      if (peer === undefined || !this.#send(peer, { type: "BlockRequest", value: { height } })) return;
      this.#asked.set(height, peer);
    }
  }

  #pending(peer: Peer): number {
    return [...this.#asked.values()].filter((asked) => asked === peer).length;
  }

  #send(peer: Peer, message: ChannelMessage): boolean {
    return peer.trySend(BLOCKSYNC, encodeMessage(message));
  }
}

function has(peer: Peer, height: bigint): boolean {
  const { base = 1n, height: last = 0n } = peer.get(range) ?? {};
  return base <= height && height <= last;
}

/** The validators of a genesis file in the order of their set: by power, then by address. */
function genesisValidators(file: string): Validator[] {
  interface Genesis {
    readonly validators: readonly { readonly pub_key: { readonly value: string }; readonly power: string }[];
  }
  const { validators } = JSON.parse(readFileSync(file, "utf8")) as Genesis;
  return validators
    .map(({ pub_key, power }): Validator => {
      const pubKey = {
        sum: { case: "ed25519", value: new Uint8Array(Buffer.from(pub_key.value, "base64")) },
      } as const;
      return {
        ...emptyValidator(),
        pubKey,
        address: addressFromPublicKey(pubKey),
        votingPower: BigInt(power),
      };
    })
    .sort((a, b) => Number(b.votingPower - a.votingPower) || Buffer.compare(a.address, b.address));
}

/** Checks a block with the commit for it. Returns its id. */
async function check(block: Block, next: Block, before: BlockID | undefined): Promise<BlockID> {
  const { header } = block;
  const hash = headerHash(header);
  if (hash === undefined || next.lastCommit === undefined) throw new Error("nobody can have signed it");
  if (before !== undefined && !isDeepStrictEqual(header.lastBlockId, before))
    throw new Error("it follows another block");
  const blockId = { hash, partSetHeader: splitBlock(encodeBlock(block)).header };
  verifyBlock(block);
  await verifyCommit(next.lastCommit, { chainId: network, validators, blockId, height: header.height });
  return blockId;
}

function showProgress(height: bigint, last: bigint): void {
  if (!process.stderr.isTTY) return;
  const share = Number(height) / Number(last);
  const bar = "█".repeat(Math.round(share * 40)).padEnd(40, "░");
  process.stderr.write(`\r${bar} ${height} of ${last}${height >= last ? "\n" : ""}`);
}

const [network = "", genesisFile = "", ...persistentPeers] = process.argv.slice(2);
const validators = genesisValidators(genesisFile);
const validatorsHash = validatorSetHash({ validators });
const download = new BlockDownload();
const node = createNode({ network, nodeKey: NodeKey.generate(), persistentPeers, reactors: [download] });
node.onEvent((event) => "error" in event && console.error(event.error.message));
await node.start();
process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));

const checked = { height: 0n, transactions: 0, signatures: 0 };
let block: Block | undefined;
let blockId: BlockID | undefined;
let end = "";
for await (const next of download.blocks()) {
  if (block !== undefined) {
    const { height } = block.header;
    try {
      blockId = await check(block, next, blockId);
    } catch (error) {
      console.error(`block ${height} is wrong:`, error);
      process.exitCode = 1;
      break;
    }
    checked.height = height;
    checked.transactions += block.data.txs.length;
    checked.signatures +=
      next.lastCommit?.signatures.filter(({ signature }) => signature.length > 0).length ?? 0;
    showProgress(height, download.height - 1n);
  }
  if (!Buffer.from(next.header.validatorsHash).equals(validatorsHash)) {
    end = `; the validators change at height ${next.header.height}`;
    break;
  }
  block = next;
}
const { height, transactions, signatures } = checked;
console.log(`blocks 1 to ${height}: right, ${transactions} transactions, ${signatures} signatures${end}`);
await node.stop();
