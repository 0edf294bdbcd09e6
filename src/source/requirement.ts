import type { Dependency } from "./source-tree.ts";

export type Requirement = Pick<Dependency, "name" | "key" | "specifier" | "marker">;

const REQUIREMENT = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s;
const CLAUSE = /^(?:===|[<>=!~]=|[<>])\s*[^\s;()]+$/;

/** One requirement as PEP 508 and pip write it, or nothing where the text is none. */
export function parseRequirement(text: string): Requirement | undefined {
  const egg = /^(?:-e\s+|--editable[= ]\s*)?(?:[a-z+]+:\/\/|\.|git@)\S*[#&]egg=([\w.-]+)/.exec(
    text,
  )?.[1];
  if (egg !== undefined) return { ...named(egg), specifier: "" };
  const [, name, rest] = REQUIREMENT.exec(text.trim()) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  if (rest.startsWith("@")) return { ...named(name), specifier: rest.replace(/\/\/[^@/]*@/, "//") };
  const [head = "", ...marker] = rest.split(";");
  // `--hash` and other options of one requirement follow its specifier.
  const specifier = parseSpecifier(head.replace(/\s--?\w.*$/s, "").trim());
  if (specifier === undefined) return undefined;
  const condition = marker.join(";").trim();
  return {
    ...named(name),
    specifier,
    ...(condition === "" ? {} : { marker: condition }),
  };
}

function parseSpecifier(text: string): string | undefined {
  const bare = text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text;
  const clauses = bare.split(",").map((clause) => clause.trim());
  const known = clauses.filter((clause) => clause !== "");
  return known.every((clause) => CLAUSE.test(clause))
    ? known.map((clause) => clause.replace(/\s+/g, "")).join(",")
    : undefined;
}

/** Every requirement in a file that pip would read, with its line. */
export function parseRequirements(text: string): (Requirement & { line: number })[] {
  const found: (Requirement & { line: number })[] = [];
  let joined = "";
  let start = 1;
  for (const [index, raw] of text.split("\n").entries()) {
    if (joined === "") start = index + 1;
    const content = raw.replace(/(?:^|\s)#.*$/, "");
    joined += content.replace(/\\\s*$/, " ");
    if (/\\\s*$/.test(content)) continue;
    const requirement = isOption(joined) ? undefined : parseRequirement(joined.trim());
    if (requirement !== undefined) found.push({ ...requirement, line: start });
    joined = "";
  }
  return found;
}

function isOption(text: string): boolean {
  return /^\s*-/.test(text) && !/^\s*(?:-e\s|--editable[= ])/.test(text);
}

export function named(name: string): Pick<Dependency, "name" | "key"> {
  return { name, key: name.toLowerCase().replace(/[-_.]+/g, "-") };
}
