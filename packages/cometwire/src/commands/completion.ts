import { Argument, type Command } from "commander";
import { bashCompletion } from "../completion/bash.js";
import { fishCompletion } from "../completion/fish.js";
import { type CompletionCommand, completionCommands } from "../completion/tree.js";
import { zshCompletion } from "../completion/zsh.js";
import { UsageError } from "../usage-error.js";
import type { CommandContext } from "./context.js";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  string,
  (commands: readonly CompletionCommand[]) => string
>;

/** Adds `completion`, whose scripts are made from the commands that `program` has. */
export function addCompletionCommand(program: Command, { io }: CommandContext): void {
  program
    .command("completion")
    .description("print a completion script for a shell")
    .addArgument(new Argument("[shell]", "the shell").choices(Object.keys(shells)))
    .addHelpText("after", '\nExample:\n  $ eval "$(cometwire completion bash)"\n')
    .action((shell: keyof typeof shells | undefined) => {
      if (shell === undefined) throw new UsageError(`name a shell: ${Object.keys(shells).join(", ")}`);
      io.stdout.write(shells[shell](completionCommands(program)));
    });
}
