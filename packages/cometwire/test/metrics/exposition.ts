/** One series of a scrape. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric of a scrape. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly series: readonly Series[];
}

/**
 * Reads Prometheus's text format, strictly: each metric once, `# HELP` and `# TYPE` before its series, no series twice,
 * nothing else.
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const families = new Map<string, { name: string; type: string; help: string; series: Series[] }>();
  const seen = new Set<string>();
  let current: { name: string; type: string; help: string; series: Series[] } | undefined;
  for (const line of text.slice(0, -1).split("\n")) {
    if (line === "") continue;
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = "", rest = ""] = comment;
      if (kind === "HELP") {
        if (families.has(name)) throw new Error(`${name} twice`);
        current = { name, type: "", help: rest, series: [] };
        families.set(name, current);
      } else {
        if (current?.name !== name || current.type !== "")
          throw new Error(`TYPE of ${name} at the wrong place`);
        if (!/^(counter|gauge)$/.test(rest)) throw new Error(`type ${rest}`);
        current.type = rest;
      }
      continue;
    }
    const series = parseSeries(line);
    if (series.name !== current?.name || current.type === "") {
      throw new Error(`${series.name} without HELP and TYPE before it`);
    }
    const key = `${series.name} ${JSON.stringify(Object.entries(series.labels).sort())}`;
    if (seen.has(key)) throw new Error(`${key} twice`);
    seen.add(key);
    if (current.type === "counter" && !(series.value >= 0)) throw new Error(`${key} is negative`);
    current.series.push(series);
  }
  return families;
}

function parseSeries(line: string): Series {
  const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (match === null) throw new Error(`not a series: ${line}`);
  const [, name = "", labelText = "", valueText = ""] = match;
  if (!/^(-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|[+-]Inf)$/.test(valueText)) throw new Error(`value ${valueText}`);
  return { name, labels: parseLabels(labelText), value: Number(valueText) };
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;
  while (label.lastIndex < text.length) {
    const at = label.lastIndex;
    const match = label.exec(text);
    if (match === null) throw new Error(`not a label: ${text.slice(at)}`);
    const [, name = "", value = ""] = match;
    if (Object.hasOwn(labels, name)) throw new Error(`label ${name} twice`);
    labels[name] = value.replaceAll("\\n", "\n").replace(/\\(["\\])/g, "$1");
  }
  return labels;
}
