/** How long a test waits for anything that should come soon: long enough for a busy machine. */
export const deadlineMs = 15_000;
