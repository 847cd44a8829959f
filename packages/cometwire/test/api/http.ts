import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Api, type ApiOptions, startApi } from "../../src/api/start-api.js";
import { FakeNode } from "./fake-node.js";

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  json(): unknown;
}

/** What a request may say beside its path. */
export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly socketPath?: string | undefined;
}

/** A running API in front of a fake node, ended with the test. */
export async function serve(options: Partial<ApiOptions> & { readonly node?: FakeNode } = {}) {
  const node = options.node ?? new FakeNode();
  const api = await startApi({ listen: "tcp://127.0.0.1:0", ...options, node });
  onTestFinished(() => api.close());
  return { node, api, port: portOf(api), ask: asker(portOf(api), options.controlSocket) };
}

function portOf(api: Api): number {
  return api.endpoint?.port ?? 0;
}

function asker(port: number, socketPath: string | undefined) {
  return (path: string, options: RequestOptions & { readonly control?: boolean } = {}): Promise<Answer> =>
    ask(port, path, options.control === true ? { ...options, socketPath } : options);
}

/** Sends one request. */
export async function ask(port: number, path: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body, socketPath } = options;
  const where = socketPath === undefined ? { host: "127.0.0.1", port } : { socketPath };
  return new Promise((resolve, reject) => {
    const sent = request({ ...where, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const { statusCode = 0, headers: received } = response;
        resolve({ status: statusCode, headers: received, text, json: () => JSON.parse(text) as unknown });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A raw TCP connection, for what no HTTP client would send. */
export async function raw(port: number): Promise<Socket & { received(): string }> {
  const socket = connect(port, "127.0.0.1");
  const parts: Buffer[] = [];
  socket.on("data", (chunk) => parts.push(chunk));
  socket.on("error", () => {});
  await once(socket, "connect");
  onTestFinished(() => void socket.destroy());
  return Object.assign(socket, { received: () => Buffer.concat(parts).toString("utf8") });
}

/** A directory of the test's own, with a short name. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "cw-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
