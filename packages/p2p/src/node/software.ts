/** How we name ourselves in a NodeInfo, unless told otherwise. */
export const softwareVersion = "cometwire/0.1.0";
