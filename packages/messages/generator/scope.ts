/** The lines of one file, and what it has to import for them. */
export class Scope {
  private readonly values = new Map<string, Set<string>>();
  private readonly types = new Map<string, Set<string>>();
  private readonly path: string;
  private readonly runtimeFolder: string;

  /** `path`: of the file, without `.ts`. `runtimeFolder`: relative to the output folder. */
  constructor(path: string, runtimeFolder: string) {
    this.path = path;
    this.runtimeFolder = runtimeFolder;
  }

  /** A function of the runtime, imported. */
  runtime(module: string, name: string): string {
    return add(this.values, `${this.up()}${this.runtimeFolder}/${module}.js`, name);
  }

  /** A type of the runtime, imported. */
  runtimeType(module: string, name: string): string {
    return add(this.types, `${this.up()}${this.runtimeFolder}/${module}.js`, name);
  }

  /** A function made for a message of `file`, imported unless it is this file. */
  message(file: string, name: string): string {
    return file === this.path ? name : add(this.values, this.relative(file), name);
  }

  /** The type made for a message or an enum of `file`. */
  messageType(file: string, name: string): string {
    return file === this.path ? name : add(this.types, this.relative(file), name);
  }

  importLines(): string[] {
    const paths = [...new Set([...this.values.keys(), ...this.types.keys()])].sort();
    return paths.map((path) => {
      const values = [...(this.values.get(path) ?? [])].sort();
      const types = [...(this.types.get(path) ?? [])].sort().filter((name) => !values.includes(name));
      if (values.length === 0) return `import type { ${types.join(", ")} } from "${path}";`;
      return `import { ${[...values, ...types.map((name) => `type ${name}`)].join(", ")} } from "${path}";`;
    });
  }

  private relative(file: string): string {
    const ours = this.path.split("/");
    const theirs = file.split("/");
    while (ours.length > 1 && theirs.length > 1 && ours[0] === theirs[0]) {
      ours.shift();
      theirs.shift();
    }
    return `${"../".repeat(ours.length - 1) || "./"}${theirs.join("/")}.js`;
  }

  private up(): string {
    return "../".repeat(this.path.split("/").length - 1);
  }
}

function add(names: Map<string, Set<string>>, path: string, name: string): string {
  const known = names.get(path);
  if (known === undefined) names.set(path, new Set([name]));
  else known.add(name);
  return name;
}
