/* Which home is meant. */
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseHome } from "../../src/home/directory.js";
import { UsageError } from "../../src/usage-error.js";

describe("chooseHome", () => {
  test.each([
    ["/flag", { CMTHOME: "/cmt", TMHOME: "/tm" }, "/flag", "--home"],
    ["/flag", {}, "/flag", "--home"],
    [undefined, { CMTHOME: "/cmt", TMHOME: "/tm" }, "/cmt", "$CMTHOME"],
    [undefined, { TMHOME: "/tm" }, "/tm", "$TMHOME"],
    [undefined, { CMTHOME: "", TMHOME: "/tm" }, "/tm", "$TMHOME"],
    [undefined, { HOME: "/h" }, "/h/.cometbft", "default"],
    [undefined, { HOME: "/h", CMTHOME: "", TMHOME: "" }, "/h/.cometbft", "default"],
    [undefined, {}, join(homedir(), ".cometbft"), "default"],
  ] as const)("--home %s with %j is %s, by %s", (option, env, dir, from) => {
    expect(chooseHome(option, env)).toMatchObject({ dir, from });
  });

  test.each([
    ["", {}, /--home is empty/],
    ["~/x", {}, /--home begins with ~/],
    [undefined, { CMTHOME: "~/x" }, /\$CMTHOME begins with ~/],
    [undefined, { TMHOME: "~" }, /\$TMHOME begins with ~/],
  ] as const)("--home %j with %j is refused", (option, env, message) => {
    expect(() => chooseHome(option, env)).toThrow(UsageError);
    expect(() => chooseHome(option, env)).toThrow(message);
  });

  test.each([
    ["/a", { CMTHOME: "/b" }, [/--home decides.*\$CMTHOME/]],
    ["/a", { CMTHOME: "/a" }, []],
    [undefined, { CMTHOME: "/a", TMHOME: "/b" }, [/\$CMTHOME decides.*\$TMHOME/]],
    [undefined, { TMHOME: "/b" }, [/\$TMHOME is deprecated/]],
    [undefined, { CMT_HOME: "/b" }, [/\$CMT_HOME does not choose/]],
    ["/a", {}, []],
  ] as const)("--home %s with %j warns of %j", (option, env, warnings) => {
    const found = chooseHome(option, env).warnings;
    expect(found).toHaveLength(warnings.length);
    for (const [index, pattern] of warnings.entries()) expect(found[index]).toMatch(pattern);
  });
});
