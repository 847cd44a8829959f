import type { Suite } from "./suite.js";
import { addrbook } from "./suites/addrbook.js";
import { addrbookSelection } from "./suites/addrbook-selection.js";
import { channels } from "./suites/channels.js";
import { config } from "./suites/config.js";
import { gossipCorpus } from "./suites/gossip-corpus.js";
import { merlin } from "./suites/merlin.js";
import { messageTypes } from "./suites/message-types.js";
import { invalidMessages, messages } from "./suites/messages.js";
import { netaddress } from "./suites/netaddress.js";
import { nodeInfo } from "./suites/node-info.js";
import { nodeInfoCorpus } from "./suites/node-info-corpus.js";
import { nodeKey } from "./suites/node-key.js";
import { packets } from "./suites/packets.js";
import { pex } from "./suites/pex.js";
import { secretConnection } from "./suites/secret-connection.js";
import { session } from "./suites/session.js";

const suites: readonly Suite[] = [
  secretConnection,
  merlin,
  nodeKey,
  packets,
  nodeInfo,
  pex,
  netaddress,
  session,
  nodeInfoCorpus,
  addrbook,
  addrbookSelection,
  channels,
  config,
  messages,
  invalidMessages,
  messageTypes,
  gossipCorpus,
];

/** The suite of a file, named relative to its folder. */
export function findSuite(file: string): Suite | undefined {
  return suites.find((suite) =>
    typeof suite.file === "string" ? suite.file === file : suite.file.test(file),
  );
}
