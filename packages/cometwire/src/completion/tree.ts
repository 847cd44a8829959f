import type { Command } from "commander";

/** An option as a shell's completion sees it. */
export interface CompletionOption {
  /** `--json` */
  readonly long: string;
  readonly description: string;
  /** What follows it: nothing, a directory, or something that cannot be guessed. */
  readonly value: "none" | "directory" | "free";
}

/** A command as a shell's completion sees it. */
export interface CompletionCommand {
  /** The words that lead to it, each behind a slash: empty for the program, `/key/show`. */
  readonly path: string;
  readonly children: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletionOption[];
  /** Words that its argument can be, when there is a fixed choice. */
  readonly choices: readonly string[];
}

/** All commands of a program that its help shows, as a flat list with the program itself first. */
export function completionCommands(program: Command, path = ""): CompletionCommand[] {
  const help = program.createHelp();
  const children = help.visibleCommands(program).filter((child) => child.name() !== "help");
  const self: CompletionCommand = {
    path,
    children: children.map((child) => ({
      name: child.name(),
      description: help.subcommandDescription(child),
    })),
    options: help.visibleOptions(program).map((option) => ({
      long: option.long ?? option.flags,
      description: option.description,
      value: valueOf(option.flags),
    })),
    choices: program.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  };
  return [self, ...children.flatMap((child) => completionCommands(child, `${path}/${child.name()}`))];
}

/** Every option's name that is followed by a value of this kind. */
export function optionsWithValue(
  commands: readonly CompletionCommand[],
  value: CompletionOption["value"],
): string[] {
  const options = commands.flatMap((command) => command.options).filter((option) => option.value === value);
  return [...new Set(options.map(({ long }) => long))].sort();
}

function valueOf(flags: string): CompletionOption["value"] {
  if (flags.includes("<dir>")) return "directory";
  return /[<[]/.test(flags) ? "free" : "none";
}
