/** One member of a JSON object as it is written: its key decoded, its value as text. */
export interface RawMember {
  readonly key: string;
  /** The value's text, without the white space around it. */
  readonly value: string;
}

/** `encoding/json` gives up beyond this depth. `scanner.go`, `maxNestingDepth`, Go 1.15 and later */
const DEEPEST = 10_000;

/**
 * The members of the JSON object `text` in the order in which they are written, duplicates included, as Go's
 * `json.RawMessage` would hold them: `JSON.parse` alone cannot say which of two keys came last.
 *
 * @returns undefined when `text` is not JSON, or not an object.
 */
export function rawMembers(text: string): RawMember[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    // Its message quotes the text, which may be secret.
    return undefined;
  }
  // From here on the syntax is known to be right: only strings and nesting must be told apart.
  let at = skipSpace(text, 0);
  if (text[at] !== "{") return undefined;
  const members: RawMember[] = [];
  at = skipSpace(text, at + 1);
  while (text[at] !== "}") {
    const keyEnd = endOfString(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    if (end === undefined) return undefined;
    members.push({ key, value: text.slice(start, end).trimEnd() });
    at = end;
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return members;
}

/** Where the value that starts at `at` is followed by `,` or by the end of its object; undefined when it is too deep. */
function endOfValue(text: string, at: number): number | undefined {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    switch (text[i]) {
      case '"':
        i = endOfString(text, i) - 1;
        break;
      case "{":
      case "[":
        // The object around counts too.
        if (++depth >= DEEPEST) return undefined;
        break;
      case ",":
        if (depth === 0) return i;
        break;
      case "}":
      case "]":
        if (depth-- === 0) return i;
        break;
      default:
    }
  }
  return undefined;
}

/** The position behind the string that starts at `at`. */
function endOfString(text: string, at: number): number {
  let i = at + 1;
  while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

function skipSpace(text: string, at: number): number {
  let i = at;
  while (text[i] === " " || text[i] === "\n" || text[i] === "\t" || text[i] === "\r") i++;
  return i;
}

/**
 * What Go's `encoding/json` makes of a value for a `[]byte`: a string holds base64 (line breaks are skipped, the last
 * bits are not looked at), a list holds numbers, null is empty.
 *
 * @param json - a valid JSON value, without white space around it.
 * @returns undefined when Go would refuse it.
 */
export function goBytes(json: string): Uint8Array | undefined {
  if (json === "null") return new Uint8Array(0);
  if (json.startsWith('"')) return standardBase64(JSON.parse(json) as string);
  if (!json.startsWith("[")) return undefined;
  const items = json.slice(1, -1).trim();
  if (items === "") return new Uint8Array(0);
  const bytes = items.split(",").map((item) => byteOf(item.trim()));
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}

/** An item of a list of bytes; null leaves the zero that was there; -1 when Go would refuse it. */
function byteOf(item: string): number {
  if (item === "null") return 0;
  return /^\d{1,3}$/.test(item) && Number(item) <= 255 ? Number(item) : -1;
}

function standardBase64(text: string): Uint8Array | undefined {
  const characters = text.replaceAll(/[\r\n]/g, "");
  const unpadded = characters.replace(/={1,2}$/, "");
  if (characters.length % 4 !== 0 || /[^A-Za-z0-9+/]/.test(unpadded)) return undefined;
  return Uint8Array.from(Buffer.from(unpadded, "base64"));
}
