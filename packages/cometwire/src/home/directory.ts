import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../usage-error.js";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A home directory and how it was chosen. */
export interface ChosenHome {
  readonly dir: string;
  /** `--home`, `$CMTHOME`, `$TMHOME` or `default`. */
  readonly from: "--home" | "$CMTHOME" | "$TMHOME" | "default";
  /** What is odd about the choice, in words. */
  readonly warnings: readonly string[];
}

/**
 * The CometBFT home that a command works on: `--home`, else `$CMTHOME`, else `$TMHOME`, else `~/.cometbft`. An empty
 * variable counts as absent.
 *
 * Go's binaries take the variables before `--home` for keys and the address book, but not for config.toml
 * (`cmd/cometbft/commands/root.go:38-50@v0.38.25`, `libs/cli/setup.go:128-138`), so that they read two homes at once when
 * both are given. Here what was typed counts, for everything, and the disagreement is a warning.
 *
 * @throws UsageError when it is empty or begins with a tilde: neither is the directory that was meant.
 */
export function chooseHome(option: string | undefined, env: Environment): ChosenHome {
  if (option === "") throw new UsageError("--home is empty; name a directory");
  const variables = (["CMTHOME", "TMHOME"] as const).filter((name) => (env[name] ?? "") !== "");
  const [variable] = variables;
  const named = option ?? (variable && env[variable]);
  if (named === undefined) {
    return { dir: join(env["HOME"] || homedir(), ".cometbft"), from: "default", warnings: warnings(env) };
  }
  const from = option === undefined ? (`$${variable ?? "CMTHOME"}` as const) : "--home";
  if (named.startsWith("~")) {
    throw new UsageError(
      `${from} begins with ~: the shell did not expand ~; write the directory out, or $HOME`,
    );
  }
  const others = variables.filter((name) => env[name] !== named).map((name) => `$${name}`);
  const disagreement =
    others.length === 0
      ? []
      : [
          `${from} decides about the home; ${others.join(" and ")} names another one, which CometBFT's own binary would use in part`,
        ];
  if (from === "$TMHOME") disagreement.push("$TMHOME is deprecated by CometBFT; set $CMTHOME instead");
  return { dir: named, from, warnings: [...disagreement, ...warnings(env)] };
}

/** The directory of {@link chooseHome} alone. */
export function homeDirectory(option: string | undefined, env: Environment): string {
  return chooseHome(option, env).dir;
}

/** The node key's file in a CometBFT home. */
export function nodeKeyPath(home: string): string {
  return join(home, "config", "node_key.json");
}

function warnings(env: Environment): string[] {
  if ((env["CMT_HOME"] ?? "") === "") return [];
  return [
    "$CMT_HOME does not choose the home (CometBFT takes config.toml from it, and nothing else): set $CMTHOME",
  ];
}
