import { BanFile, type BanList, loadBanList, printable } from "@cometwire/p2p";
import type { BanRequest, ControlClient } from "../api/control-client.js";
import { banView, type BanView } from "../api/views.js";
import { CommandError } from "../command-error.js";
import { lockHome } from "../home/lock-home.js";
import type { Io } from "../io.js";

/** The bans of a home, wherever they are kept at the moment. */
export interface Bans {
  /** Whether a node is running, and heeds them at once. */
  readonly live: boolean;
  /** Those in force. */
  list(): Promise<readonly BanView[]>;
  /** Bans; returns all in force. */
  add(ban: BanRequest): Promise<readonly BanView[]>;
  /** Lifts the ban of exactly this target. */
  remove(target: string): Promise<BanView>;
}

/** The bans of a running node. */
export function nodeBans(node: ControlClient): Bans {
  return {
    live: true,
    list: () => node.bans(),
    add: (ban) => node.ban(ban),
    remove: (target) => node.unban(target),
  };
}

/** Where a home's bans are kept while no node runs. */
export interface BanFilePlace {
  /** The home, to be locked while the file is written. */
  readonly dir: string;
  /** The file itself. */
  readonly path: string;
}

/**
 * The bans in a home's file. Writing throws P2PError `HOME_IN_USE` while a node runs, which would overwrite it.
 *
 * @param onWarning - told of a damaged file, which is set aside when another is to be written.
 */
export function fileBans(place: BanFilePlace, io: Io, onWarning: (text: string) => void): Bans {
  const { dir, path } = place;
  const { clock } = io;
  const open = async (readOnly: boolean): Promise<BanList> => {
    const { bans, dropped, warning } = await loadBanList(path, { clock, readOnly });
    if (warning !== undefined) onWarning(warning.message);
    if (dropped > 0) onWarning(`${printable(path, 500)}: ${dropped} entries are no bans, and are left out`);
    return bans;
  };
  const change = async <T>(work: (bans: BanList) => T): Promise<T> => {
    const lock = await lockHome(dir, io);
    try {
      const bans = await open(false);
      const file = new BanFile({ path, bans, clock });
      const result = work(bans);
      await file.save();
      return result;
    } finally {
      await lock.release();
    }
  };
  return {
    live: false,
    list: async () => (await open(true)).list().map(banView),
    add: ({ target, reason = "by the operator", durationMs }) =>
      change((bans) => {
        bans.add(target, { reason, durationMs });
        return bans.list().map(banView);
      }),
    remove: (target) =>
      change((bans) => {
        const removed = bans.remove(target);
        if (removed === undefined) throw noSuchBan();
        return banView(removed);
      }),
  };
}

function noSuchBan(): CommandError {
  return new CommandError("NO_SUCH_BAN", {
    message: "there is no ban of exactly this",
    likelyCause: "it has ended, or what is banned is a range around it",
    remedy: "`cometwire ban list` lists the bans; what is banned is lifted as it was banned",
  });
}
