import type { ReactorContext } from "../switch/index.js";
import type { DialHistory } from "./dial-backoff.js";
import type { PexEvent } from "./events.js";
import type { PexSettings } from "./options.js";

/** What the parts of a started `PexReactor` share. */
export interface PexCore {
  readonly context: ReactorContext;
  readonly settings: PexSettings;
  readonly history: DialHistory;
  readonly emit: (event: PexEvent) => void;
}
