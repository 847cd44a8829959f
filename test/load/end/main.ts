/** The program of both processes: serves the functions of {@link EndApi} to the process that started it. */
import type { P2PNode } from "@cometwire/p2p";
import { LoadEnd, type LoadPlan } from "./load-end.js";
import { type Incidents, startDialers, startListener } from "./nodes.js";
import { serve } from "./serve.js";
import { settledMemory, Vitals } from "./vitals.js";

const incidents: Incidents = { refused: {}, faults: [] };
const vitals = new Vitals();
let load: LoadEnd | undefined;
let nodes: P2PNode[] = [];

function started(): LoadEnd {
  if (load === undefined) throw new Error("start comes first");
  return load;
}

const api = {
  /** Starts the node that listens; returns its address. */
  listen: async (plan: LoadPlan) => {
    process.title = "load: listener";
    load = new LoadEnd("listener", plan);
    const node = await startListener(load, plan, incidents);
    nodes = [node];
    return `${node.id}@127.0.0.1:${String(node.endpoint?.port)}`;
  },
  /** Starts the nodes that dial it. */
  dial: async ({ address, ...plan }: LoadPlan & { readonly address: string }) => {
    process.title = "load: dialer";
    load = new LoadEnd("dialer", plan);
    nodes = await startDialers(load, plan, incidents, address);
  },
  resume: ({ phase, slowReaders }: { readonly phase: string; readonly slowReaders: boolean }) => {
    vitals.loadBegins();
    started().resume(phase, slowReaders);
  },
  pause: () => {
    started().pause();
    vitals.loadEnds();
  },
  live: () => started().live(),
  takeEnded: () => started().takeEnded(),
  memory: settledMemory,
  figures: () => ({
    phases: started().phases(),
    pauses: started().pauses(),
    vitals: vitals.figures(),
    incidents,
  }),
  stop: async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  },
} as const;

/** The end's part of the report. */
export type EndFigures = ReturnType<typeof api.figures>;

/** What the end does when it is asked to. */
export type EndApi = typeof api;

serve(api);
