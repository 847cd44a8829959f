import type { ErrorCode, NodeInfoJson } from "@cometwire/p2p";

/** A step of a contact, in order. */
export const probePhases = ["dns", "tcp", "secretConnection", "nodeInfo", "pex"] as const;

/** One of {@link probePhases}. */
export type ProbePhase = (typeof probePhases)[number];

/** Where a probe failed. */
export type FailedPhase = "dns" | "tcp" | "secretConnection" | "identity" | "nodeInfo" | "compatibility";

/** Milliseconds of each step of the last contact (name resolution: of the first); null when it did not take place. */
export type Timings = Readonly<Record<ProbePhase, number | null>>;

/** What went wrong, for programs and for people. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly likelyCause: string;
  readonly remedy: string;
}

/** The peer was reached. This is what `--json` prints. */
export interface ProbeReached {
  readonly ok: true;
  /** As the user wrote it, without a scheme. */
  readonly address: string;
  /** IP addresses that the host stands for. */
  readonly resolved: readonly string[];
  readonly expectedId: string | null;
  /** Who answered: authenticated. */
  readonly id: string;
  /** Whether that is the one whom the address named; false when it named nobody. */
  readonly verified: boolean;
  readonly network: string;
  readonly nodeInfo: NodeInfoJson;
  readonly timingsMs: Timings;
  /** What the peer answered to a PexRequest, `id@ip:port`. */
  readonly addresses: readonly string[];
  /** Why there are no addresses although they were asked for. */
  readonly pexError: Trouble | null;
}

/** The peer was not reached. This is what `--json` prints. */
export interface ProbeFailed extends Trouble {
  readonly ok: false;
  readonly address: string;
  readonly phase: FailedPhase;
  readonly code: ErrorCode;
  readonly resolved: readonly string[];
  readonly expectedId: string | null;
  /** Who answered, when somebody did. */
  readonly id: string | null;
  /** Whether that is the one whom the address named; null when nobody answered. */
  readonly verified: boolean | null;
  /** The peer's network, when it has told it. */
  readonly network: string | null;
  /** What it said about itself, when it got so far. */
  readonly nodeInfo: NodeInfoJson | null;
  readonly timingsMs: Timings;
  /** None, as nobody was asked: here so that every result has the keys of {@link ProbeReached}. */
  readonly addresses: readonly [];
  readonly pexError: null;
}

/** The result of a probe. */
export type ProbeResult = ProbeReached | ProbeFailed;

/** What is reported while a probe runs. */
export type ProbeEvent =
  /** A contact begins; `why` is there for every one but the first. */
  | { readonly type: "contact"; readonly number: number; readonly why: string | undefined }
  /** A step has been taken. */
  | { readonly type: "phase"; readonly phase: ProbePhase; readonly ms: number; readonly detail: string }
  /** A step has failed; another contact may follow. */
  | {
      readonly type: "trouble";
      readonly phase: FailedPhase | "pex";
      readonly ms: number;
      readonly trouble: Trouble;
    };

/** No step taken yet. */
export const noTimings: Timings = { dns: null, tcp: null, secretConnection: null, nodeInfo: null, pex: null };
