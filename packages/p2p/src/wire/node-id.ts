const NODE_ID = /^[0-9a-f]{40}$/i;

/** Whether `text` is a node id: 40 hex digits (20 bytes), upper or lower case, as Go's `validateID` has it. */
export function isNodeId(text: string): boolean {
  return NODE_ID.test(text);
}

/**
 * The id in lower case, the form that is authenticated. What is no id stays as it is.
 *
 * Go keeps upper case and then never recognises the peer: its authenticated id is compared as lower-case text.
 */
export function normalizeNodeId(id: string): string {
  return isNodeId(id) ? id.toLowerCase() : id;
}
