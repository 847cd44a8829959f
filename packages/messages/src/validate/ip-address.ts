/** Whether Go's `net.ParseIP` takes the text: no zone, no leading zeros in IPv4. */
export function isIpAddress(text: string): boolean {
  return text.includes(":") ? isIPv6(text) : isIPv4(text);
}

function isIPv4(text: string): boolean {
  const octets = text.split(".", 5);
  return (
    octets.length === 4 && octets.every((each) => /^(?:0|[1-9]\d{0,2})$/.test(each) && Number(each) < 256)
  );
}

function isIPv6(text: string): boolean {
  const halves = text.split("::", 3);
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [i, half] of halves.entries()) {
    const parts = half === "" ? [] : half.split(":", 9);
    groups += parts.length;
    const last = parts.at(-1);
    // IPv4 may stand for the last two groups.
    if (last?.includes(".") === true && i === halves.length - 1) {
      if (!isIPv4(last)) return false;
      parts.pop();
      groups++;
    }
    if (!parts.every((each) => /^[0-9a-fA-F]{1,4}$/.test(each))) return false;
  }
  // "::" stands for one group at least.
  return halves.length === 2 ? groups < 8 : groups === 8;
}
