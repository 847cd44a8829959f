/* Run by buf (see buf.gen.yaml), never by users of the package. */
import { runNodeJs } from "@bufbuild/protoplugin";
import { plugin } from "./plugin.js";

runNodeJs(plugin);
