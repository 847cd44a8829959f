/** The commands that a document tells its reader to type: the lines of its blocks fenced as `sh`, as words. */
export function shellCommands(markdown: string): string[][] {
  const commands: string[][] = [];
  for (const [, language = "", block = ""] of markdown.matchAll(/^ *```(\w*)[^\n]*\n([^]*?)^ *```/gm)) {
    if (!["sh", "bash", "shell", "console"].includes(language)) continue;
    for (const line of block.replace(/\\\n/g, " ").split("\n")) {
      for (const part of line
        .trim()
        .replace(/^\$ /, "")
        .split(/&&|\|\||;|\|/)) {
        const words = wordsOf(part);
        if (words.length > 0) commands.push(words);
      }
    }
  }
  return commands;
}

/** The words of one command, up to a comment or a redirection. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/"[^"]*"|'[^']*'|\S+/g)) {
    if (word.startsWith("#") || /^\d?[<>]/.test(word)) break;
    words.push(word.replace(/^(["'])([^]*)\1$/, "$2"));
  }
  return words;
}
