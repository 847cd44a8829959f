/** Reads the log of a real node. */

/** An error about a peer in a node's log. */
export interface GoPeerError {
  /** The whole line. It holds the peer's id, where the node knew it. */
  readonly line: string;
  /** The part of the node: `p2p`, `pex`, `blocksync` … */
  readonly module: string;
  /** What happened, for example `Stopping peer for error`. */
  readonly message: string;
  /** The reason given as `err=` or `error=`, without quotes. */
  readonly error: string | undefined;
  /** Why a healthy network has this line too, or `undefined`: then something is wrong. */
  readonly normal: string | undefined;
}

/**
 * Lines of level E about peers which nodes of all versions were seen to write when nothing was wrong. A test that expects a
 * connection to last takes these, too, for a failure.
 */
const normalLines: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /Stopping peer for error .*err=EOF$/,
    "the other side closed: it was stopped, or it is a seed that has answered",
  ],
  [/(connection reset by peer|broken pipe)"?$/, "the other side was killed, or closed with bytes unread"],
  [/use of closed network connection"?$/, "we closed while a read or write was under way"],
  [/connect: connection refused"?$/, "the other side is not running"],
  [/ err(or)?="?already stopped"?$/, "two routines stopped a peer at once"],
  [/Stopped accept routine, as transport is closed/, "we were stopped"],
  [/SendTimeout.*did not send us anything/, "block sync waited for a peer that owed it nothing"],
];

/** All errors about peers in a node's log, normal ones too; those without `normal` deserve a look. */
export function goPeerErrors(log: string): GoPeerError[] {
  return log.split("\n").flatMap((line) => {
    const match = /^E\[[^\]]*\] (?<message>.*?) +module=(?<module>\S+)/.exec(line)?.groups;
    if (match === undefined || !isAboutPeers(match["module"] as string, line)) return [];
    const [, quoted, bare] = / err(?:or)?=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(line) ?? [];
    return [
      {
        line,
        module: match["module"] as string,
        message: match["message"] as string,
        error: quoted ?? bare,
        normal: normalLines.find(([pattern]) => pattern.test(line.trimEnd()))?.[1],
      },
    ];
  });
}

function isAboutPeers(module: string, line: string): boolean {
  return module === "p2p" || module === "pex" || / (peer|peerID|peer_id|src|sender)=/.test(line);
}
