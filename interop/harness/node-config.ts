/** Changes a real node's config.toml without reading it as TOML: key by key, each of which must be there already. */

/** Values by `section.key`, or `key` for those above the first section. Strings are quoted here. */
export type ConfigChanges = Readonly<Record<string, string | number | boolean>>;

/**
 * Returns the text with the values replaced.
 *
 * @throws Error when a key is not in the text exactly once: a misspelt key must not go unnoticed
 */
export function changeConfig(text: string, changes: ConfigChanges): string {
  const open = new Map(Object.entries(changes));
  let section = "";
  const lines = text.split("\n").map((line) => {
    section = /^\[(\S+)\]/.exec(line)?.[1] ?? section;
    const key = /^([a-z0-9_-]+) *=/i.exec(line)?.[1];
    if (key === undefined) return line;
    const path = section === "" ? key : `${section}.${key}`;
    const value = open.get(path);
    if (value === undefined) return line;
    open.delete(path);
    return `${key} = ${JSON.stringify(value)}`;
  });
  if (open.size > 0) throw new Error(`config.toml has no ${[...open.keys()].join(", ")}`);
  return lines.join("\n");
}
