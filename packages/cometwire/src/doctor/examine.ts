import { networkInterfaces } from "node:os";
import { chooseFrameCipher, type Clock, type Random } from "@cometwire/p2p";
import { nodeRange } from "../package-info.js";
import type { Check } from "./check.js";
import { checkCipher } from "./cipher.js";
import { checkIpv6 } from "./ipv6.js";
import { checkNodeVersion } from "./node-version.js";
import { checkOpenFiles, openFileLimit, readProcessLimits } from "./open-files.js";
import { checkEd25519, checkX25519 } from "./primitives.js";

/** Every check, on this machine and in this process. Takes about a third of a second. */
export function examine(clock: Clock, random: Random): Check[] {
  return [
    checkNodeVersion(process.version, nodeRange),
    checkCipher(chooseFrameCipher(), clock, random),
    checkEd25519(),
    checkX25519(),
    checkOpenFiles(openFileLimit(readProcessLimits())),
    checkIpv6(Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])),
  ];
}
