export { readStateFile, removeLeftovers, setAside, writeStateFile } from "./atomic-file.js";
export { formatGoTime, parseGoTime } from "./go-time.js";
export { firstJsonObject, isJsonObject, type JsonObject } from "./json-object.js";
export { StateSaver } from "./state-saver.js";
