import { type CompletionCommand, optionsWithValue } from "./tree.js";

/** A completion script for bash. */
export function bashCompletion(commands: readonly CompletionCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  const free = optionsWithValue(commands, "free");
  const words = commands.map((command) => `    "${command.path}") words="${wordsOf(command)}" ;;`);
  return `# bash completion for cometwire: cometwire completion bash > ~/.local/share/bash-completion/completions/cometwire
_cometwire() {
  local current="\${COMP_WORDS[COMP_CWORD]}" at="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
      ${paths.join("|")}) at="$at/\${COMP_WORDS[i]}" ;;
    esac
  done
  case "\${COMP_WORDS[COMP_CWORD - 1]}" in
    ${optionsWithValue(commands, "directory").join("|")}) compopt -o filenames; COMPREPLY=($(compgen -d -- "$current")); return ;;
    ${free.join("|")}) COMPREPLY=(); return ;;
  esac
  case "$at" in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _cometwire cometwire
`;
}

function wordsOf({ children, choices, options }: CompletionCommand): string {
  return [...children.map(({ name }) => name), ...choices, ...options.map(({ long }) => long)].join(" ");
}
