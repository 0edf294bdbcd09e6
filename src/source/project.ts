import { parseRequirement } from "./requirement.ts";
import type { Dependency, EntryPointDeclaration } from "./source-tree.ts";

/** What one metadata file says of its project. Paths of roots are relative to its folder. */
export interface ProjectFacts {
  readonly name?: string;
  /** The file makes its folder a project (a `setup.cfg` with linter settings alone does not). */
  readonly isProject: boolean;
  readonly roots: readonly DeclaredRoot[];
  readonly entryPoints: readonly EntryPoint[];
  readonly dependencies: readonly Declared[];
}

export interface DeclaredRoot {
  readonly folder: string;
  /** Not `""` where the folder itself is a package of that name. */
  readonly prefix: string;
}

export type EntryPoint = Omit<EntryPointDeclaration, "path">;
export type Declared = Omit<Dependency, "path">;
export type DependencyKind = Pick<Dependency, "scope" | "extra">;

/** `module.path:attribute [extras]`, as every kind of metadata writes it. */
export function parseTarget(text: string): Pick<EntryPoint, "module" | "attribute"> | undefined {
  const [, module, attribute] =
    /^([\w.]+)(?:\s*:\s*([\w.]+))?\s*(?:\[[^\]]*\])?$/.exec(text.trim()) ?? [];
  if (module === undefined) return undefined;
  return attribute === undefined ? { module } : { module, attribute };
}

/** `name = module:attribute`. */
export function parseEntryPoint(group: string, text: string, line: number): EntryPoint[] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(0, at)).trim();
  const target = parseTarget(text.slice(at + 1));
  return name === "" || target === undefined ? [] : [{ group, name, ...target, line }];
}

export function declare(text: string, line: number, kind: DependencyKind): Declared[] {
  const requirement = parseRequirement(text);
  return requirement === undefined ? [] : [{ ...requirement, ...kind, line }];
}
