/** One call of the API, as `GET /` and `docs/API.md` list it. */
export interface EndpointDescription {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** What may or must be said with it. */
  readonly parameters: string;
  /** Whether it changes the node: only over the control socket, or with the token. */
  readonly changing: boolean;
  readonly summary: string;
}

/** Everything that the API answers. */
export const endpoints: readonly EndpointDescription[] = [
  get("/", "", "this list; POST: JSON-RPC 2.0 with CometBFT's calls below, also in batches of up to 10"),
  get("/health", "", "CometBFT's: an empty result while the node runs"),
  get("/status", "", "CometBFT's: who we are; height 0 and catching_up, for we do not follow the chain"),
  get("/net_info", "", "CometBFT's: the peers"),
  changing(
    "GET",
    "/dial_peers",
    'peers=["id@host:port",…], persistent, unconditional, private: true or false',
    "CometBFT's: dials peers",
  ),
  changing("GET", "/dial_seeds", 'seeds=["id@host:port",…]', "CometBFT's: dials seeds"),
  get("/peers", "", "the peers, with traffic, rates, queues, and the persistent ones that are missing"),
  changing("POST", "/peers/dial", "{ address, persistent }", "dials a peer, answers with it or with why not"),
  changing("DELETE", "/peers/:id", "forget=true: no longer persistent", "takes leave of a peer"),
  get("/bans", "", "the bans in force"),
  changing(
    "POST",
    "/bans",
    "{ target, reason, durationMs }",
    "bans a node id, an IP address or a range, and ends its sessions; without durationMs for ever",
  ),
  changing("DELETE", "/bans", "target", "lifts the ban of exactly this target"),
  get("/addrbook", "entries=1, page, per_page", "the address book: numbers, or its entries by page"),
  get("/seed", "", "what this seed has verified and handed out"),
  get("/events", "", "WebSocket: what happens, one JSON object a message"),
  get("/metrics", "", "metrics in Prometheus's text format: see docs/METRICS.md"),
];

function get(path: string, parameters: string, summary: string): EndpointDescription {
  return { method: "GET", path, parameters, changing: false, summary };
}

function changing(
  method: EndpointDescription["method"],
  path: string,
  parameters: string,
  summary: string,
): EndpointDescription {
  return { method, path, parameters, changing: true, summary };
}

/** The list as a page. Nothing in it comes from outside. */
export function endpointsPage(): string {
  const rows = endpoints.map(({ method, path, parameters, changing: isChanging, summary }) => {
    const linked = method === "GET" && !isChanging && path !== "/events";
    const name = linked ? `<a href="${path}">${path}</a>` : path;
    const cells = [
      method,
      name,
      escapeHtml(parameters),
      isChanging ? "operator only" : "",
      escapeHtml(summary),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<!doctype html><title>cometwire</title><h1>Available endpoints</h1><table>${rows.join("")}</table>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
