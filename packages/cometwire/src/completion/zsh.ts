import { type CompletionCommand, optionsWithValue } from "./tree.js";

/** A completion script for zsh: to be named `_cometwire` in a directory of `$fpath`, or to be sourced. */
export function zshCompletion(commands: readonly CompletionCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  const cases = commands.map(
    (command) => `    "${command.path}")
      names=(${namesOf(command)})
      options=(${command.options.map(({ long, description }) => entry(long, description)).join(" ")})
      ;;`,
  );
  return `#compdef cometwire
# zsh completion for cometwire: cometwire completion zsh > "\${fpath[1]}/_cometwire"
_cometwire() {
  local at="" word
  local -a names options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at/$word" in
      ${paths.join("|")}) at="$at/$word" ;;
    esac
  done
  case "\${words[CURRENT-1]}" in
    ${optionsWithValue(commands, "directory").join("|")}) _directories; return ;;
    ${optionsWithValue(commands, "free").join("|")}) return ;;
  esac
  case "$at" in
${cases.join("\n")}
  esac
  _describe 'command' names
  _describe -o 'option' options
}
if [ "\${funcstack[1]}" = "_cometwire" ]; then
  _cometwire "$@"
else
  compdef _cometwire cometwire
fi
`;
}

function namesOf({ children, choices }: CompletionCommand): string {
  const entries = children.map(({ name, description }) => entry(name, description));
  return [...entries, ...choices.map((choice) => quote(choice))].join(" ");
}

function entry(word: string, description: string): string {
  return quote(`${word}:${description.replaceAll(":", "\\:")}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
