import { protocolVersions } from "@cometwire/messages";
import { limits } from "@cometwire/p2p";
import { editConfig } from "../../../packages/cometwire/src/home/edit-config.js";
import { parseGoDuration } from "../../../packages/cometwire/src/home/go-duration.js";
import type { HomeConfig } from "../../../packages/cometwire/src/home/home-config.js";
import { defaultOf, p2pKeys } from "../../../packages/cometwire/src/home/keys.js";
import { readConfigText } from "../../../packages/cometwire/src/home/load-home.js";
import { ConfigError, formatProblem } from "../../../packages/cometwire/src/home/problem.js";
import { configTemplate } from "../../../packages/cometwire/src/home/template.js";
import { readToml } from "../../../packages/cometwire/src/home/toml.js";
import { completeSettings } from "../../../packages/p2p/src/mconnection/options.js";
import type { Suite } from "../suite.js";
import { releaseOf } from "./channels.js";

/** The [p2p] section of config.toml: keys, defaults, what is refused, and the file's form. */
export const config: Suite = {
  file: "config.json",
  kinds: {
    defaults(vector, check) {
      const release = releaseOf(vector);
      const ours = new Map(
        p2pKeys
          .filter(({ releases }) => releases?.includes(release) ?? true)
          .map((each) => [each.key.slice("p2p.".length), each]),
      );
      for (const key of vector.records("keys")) {
        const name = key.text("key");
        const known = ours.get(name);
        ours.delete(name);
        if (known === undefined) {
          check.fail(name, "the key is not known");
          continue;
        }
        const type = key.text("type");
        check.equal(`${name} type`, type === "int64" ? "int" : type, goType(known.type, type));
        // Tables have no default of ours: their keys have no effect.
        if (known.type === "table") continue;
        const value = defaultOf(known, release);
        if (key.has("default_ns"))
          check.equal(name, key.text("default_ns"), String(parseGoDuration(value) ?? "no duration"));
        else check.equal(name, String(key.fields["default"]), value);
      }
      check.equal("keys that Go does not have", "", [...ours.keys()].join(" "));
    },

    rendered(vector, check) {
      const text = vector.text("toml");
      const release = releaseOf(vector);
      const { settings, found } = read(text);
      check.equal("problems", "", found.map(formatProblem).join("\n"));
      const unknown = settings.warnings.filter((warning) => warning.includes("known key"));
      check.equal("warnings", "", unknown.join("\n"));
      // What we write has the same keys in the same order, and takes the same values.
      const changes: Record<string, string | number | boolean> = {};
      for (const { key, value } of readToml(text, "vector").entries) {
        if (value.kind === "string" || value.kind === "boolean") changes[key] = value.value;
        else if (value.kind === "integer") changes[key] = Number(value.value);
      }
      const written = editConfig(configTemplate({ moniker: "", release }), withoutLibp2p(changes));
      const [expected, got] = [linesOf(text), linesOf(written)];
      for (const [index, line] of expected.entries()) check.equal(`line ${index + 1}`, line, got[index]);
      check.equal("lines", expected.length, got.length);
      const again = read(written).settings.config;
      check.equal("round trip", p2pOnly(settings.config), p2pOnly(again));
    },

    validate(vector, check) {
      const [key, value] = [vector.text("key"), vector.text("value")];
      const text =
        key === "" ? "" : `[p2p]\n${key} = ${/^-?\d+$/.test(value) ? value : JSON.stringify(value)}\n`;
      const [problem] = read(text).found;
      check.verdict("verdict", vector.fields["error"], problem && formatProblem(problem));
      if (problem !== undefined) check.equal("key", `p2p.${key}`, problem.key);
    },

    mconn(vector, check) {
      check.equal("ping_interval", parseGoDuration(vector.text("ping_interval")), ns(limits.pingIntervalMs));
      check.equal("pong_timeout", parseGoDuration(vector.text("pong_timeout")), ns(limits.pongTimeoutMs));
      check.equal(
        "max_packet_msg_payload_size",
        vector.number("max_packet_msg_payload_size"),
        limits.packetPayloadBytes,
      );
      // Rates of a connection by itself, or of a node's, which come from its configuration.
      const bare = completeSettings({ channels: [], receive: () => undefined });
      const ours = vector.name.startsWith("conn.") ? bare : read("").settings.config;
      check.equal("send_rate", vector.text("send_rate"), String(ours.sendRateBytesPerS));
      check.equal("recv_rate", vector.text("recv_rate"), String(ours.recvRateBytesPerS));
      const flush = p2pKeys.find(({ key }) => key === "p2p.flush_throttle_timeout");
      check.equal(
        "flush_throttle",
        vector.text("flush_throttle"),
        flush && defaultOf(flush, releaseOf(vector)),
      );
    },

    versions(vector, check) {
      const { p2p, block } = protocolVersions(releaseOf(vector));
      check.equal("p2p_protocol", vector.text("p2p_protocol"), String(p2p));
      check.equal("block_protocol", vector.text("block_protocol"), String(block));
    },
  },
};

function read(text: string): ReturnType<typeof readConfigText> {
  try {
    return readConfigText(text, { dir: "home", env: {}, file: "config.toml" });
  } catch (error) {
    if (error instanceof ConfigError)
      throw new TypeError(`not read as TOML: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Our type's name as Go has it. */
function goType(ours: string, go: string): string {
  return ours === "table" && (go === "slice" || go === "struct") ? go : ours;
}

/** Lines of `[p2p]` that say something, without the tables of libp2p, which we do not write. */
function linesOf(text: string): string[] {
  const [, section = ""] = /^(\[p2p\]\n[^]*?)(?=^\[|(?![^]))/m.exec(text) ?? [];
  return section.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

function withoutLibp2p<T>(changes: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !key.startsWith("p2p.libp2p.")));
}

/** Everything but what the vector's text does not say and a release has its own default for. */
function p2pOnly(value: HomeConfig): string {
  return JSON.stringify({ ...value, mempool: undefined });
}

function ns(milliseconds: number): bigint {
  return BigInt(milliseconds) * 1_000_000n;
}
