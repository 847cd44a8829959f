import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Metrics } from "../../src/metrics/create-metrics.js";
import { createMetrics } from "../../src/metrics/create-metrics.js";
import { serveMetrics, type ServeMetricsOptions } from "../../src/metrics/serve-metrics.js";
import { FakeNode } from "../api/fake-node.js";
import { ask, serve } from "../api/http.js";
import { parseExposition } from "./exposition.js";

async function served(options: Partial<ServeMetricsOptions> = {}) {
  const metrics = createMetrics({ node: new FakeNode() });
  const server = await serveMetrics({ metrics, listen: "127.0.0.1:0", ...options });
  onTestFinished(async () => {
    await server.close();
    metrics.close();
  });
  return { server, port: server.endpoint.port };
}

describe("the server of metrics", () => {
  it("answers whoever asks, under any name", async () => {
    const { port } = await served();
    const answer = await ask(port, "/metrics", { headers: { host: "cometwire.monitoring.svc:26660" } });
    expect([answer.status, answer.headers["content-type"]]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    expect(parseExposition(answer.text).has("cometbft_p2p_peers")).toBe(true);
    expect((await ask(port, "/")).text).toContain("cometbft_p2p_peers");
  });

  it("listens at :port", async () => {
    const { server, port } = await served({ listen: ":0" });
    expect(server.endpoint.ip).toMatch(/^(::|0\.0\.0\.0)$/);
    expect((await ask(port, "/metrics")).status).toBe(200);
  });

  it("takes no other method", async () => {
    const { port } = await served();
    expect((await ask(port, "/metrics", { method: "POST", body: "x" })).status).toBe(405);
  });

  it("answers so many scrapes at once, and says no to more", async () => {
    const rendering: ((text: string) => void)[] = [];
    const metrics: Metrics = {
      contentType: "text/plain",
      render: () => new Promise((resolve) => rendering.push(resolve)),
      close: () => {},
    };
    const { port } = await served({ metrics, maxOpenConnections: 2 });
    const started = [0, 1].map(() => get({ host: "127.0.0.1", port, agent: false }));
    const answers = started.map((request) => once(request, "response") as Promise<[IncomingMessage]>);
    let third = await ask(port, "/metrics");
    // The first two may still be on their way.
    while (rendering.length < 2 && third.status !== 503) third = await ask(port, "/metrics");
    expect(third.status).toBe(503);
    for (const resolve of rendering) resolve("ok");
    for (const answer of answers) expect((await answer)[0].statusCode).toBe(200);
  });

  it("says 500 without details when rendering fails, and tells the operator", async () => {
    const seen: unknown[] = [];
    const broken = new Error("secret");
    const metrics: Metrics = {
      contentType: "text/plain",
      render: () => Promise.reject(broken),
      close: () => {},
    };
    const { port } = await served({ metrics, onError: (error) => seen.push(error) });
    const answer = await ask(port, "/metrics");
    expect([answer.status, seen]).toEqual([500, [broken]]);
    expect(answer.text).not.toContain("secret");
  });

  it("is at /metrics of the API too", async () => {
    const metrics = createMetrics({ node: new FakeNode() });
    onTestFinished(() => metrics.close());
    const { ask: askApi } = await serve({ metrics });
    expect(parseExposition((await askApi("/metrics")).text).has("cometwire_build_info")).toBe(true);
  });
});
