import type { CompletionCommand, CompletionOption } from "./tree.js";

/** A completion script for fish. */
export function fishCompletion(commands: readonly CompletionCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return `# fish completion for cometwire: cometwire completion fish > ~/.config/fish/completions/cometwire.fish
function __cometwire_at
  set -l at ""
  for word in (commandline -opc)[2..-1]
    if contains -- "$at/$word" ${paths.join(" ")}
      set at "$at/$word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c cometwire -f
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, children, choices, options }: CompletionCommand): string[] {
  const begin = `complete -c cometwire -n '__cometwire_at "${path}"'`;
  return [
    ...children.map(({ name, description }) => `${begin} -a ${name} -d ${quote(description)}`),
    ...choices.map((choice) => `${begin} -a ${choice}`),
    ...options.map(
      (option) => `${begin} -l ${option.long.slice(2)} ${valueOf(option)}-d ${quote(option.description)}`,
    ),
  ];
}

function valueOf({ value }: CompletionOption): string {
  if (value === "none") return "";
  return value === "directory" ? "-x -a '(__fish_complete_directories)' " : "-x ";
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
