import { hostname } from "node:os";

/** The name of a node that was given none: the host's, if peers accept it (`config/config.go:1294-1304@v0.38.25`). */
export function defaultMoniker(): string {
  const name = hostname();
  return /^[\x21-\x7e]+$/.test(name) ? name : "anonymous";
}
