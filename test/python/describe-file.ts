import {
  type ModuleFacts,
  type ScopeFacts,
  SITE_WIDTH,
  SiteField,
} from "../../src/python/module-facts.ts";
import { inEnglish } from "../../src/sentence.ts";
import { describeFacts } from "./describe-facts.ts";

/** Everything that a file's facts say, as one text to be read in review. */
export function describeFile(facts: ModuleFacts): string {
  const sections = [
    ["constraints", describeFacts(facts)],
    ["scopes", facts.scopes.map((scope) => describeScope(facts, scope))],
    ["regions", facts.regions.map((_, index) => describeRegion(facts, index))],
    ["imports", facts.imports.map((_, index) => describeImport(facts, index))],
    [
      "diagnostics",
      facts.diagnostics.map(
        (each) => `${each.line}: ${each.severity} ${each.code}: ${inEnglish(each.message)}`,
      ),
    ],
  ] as const;
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`)
    .join("\n");
}

function describeScope(facts: ModuleFacts, scope: ScopeFacts): string {
  const { callable } = scope;
  const parameters = callable?.parameters.map((parameter) => {
    const name = facts.strings[parameter.name];
    return `${parameter.kind} ${name}${parameter.default !== undefined ? "=" : ""}${parameter.type === undefined ? "" : ":"}`;
  });
  const marks = [
    callable?.isAsync ? "async" : "",
    callable?.isGenerator ? "generator" : "",
    callable?.returnType === undefined ? "" : "typed",
    scope.isStub ? "stub" : "",
    scope.hasDocstring ? "docstring" : "",
    scope.decoratorLine === undefined
      ? ""
      : `decorated at ${scope.decoratorLine} by ${scope.decorators.map(({ text }) => text).join(" ")}`,
    scope.class === undefined ? "" : `bases (${scope.class.baseTexts.join(", ")})`,
    scope.globalWrites.length === 0
      ? ""
      : `writes ${scope.globalWrites.map((name) => facts.strings[name]).join(", ")}`,
  ].filter((mark) => mark !== "");
  const head = `${scope.line}-${scope.endLine} ${scope.kind} ${scope.qualifiedName}`;
  const list = parameters === undefined ? "" : `(${parameters.join(", ")})`;
  const size = `${scope.statements} statements, complexity ${scope.complexity}`;
  return [`${head}${list}: ${size}`, ...marks].join("; ");
}

function describeRegion(facts: ModuleFacts, index: number): string {
  const region = facts.regions[index];
  if (region === undefined) return "";
  const parent =
    region.parent < 0 ? "" : ` in ${facts.regions[region.parent]?.kind} ${region.parent}`;
  const lines: string[] = [];
  for (let site = 0; site < facts.sites.length; site += SITE_WIDTH) {
    if (facts.sites[site + SiteField.region] !== index) continue;
    lines.push(`${facts.sites[site + SiteField.line]}:${facts.sites[site + SiteField.column]}`);
  }
  const scope = facts.scopes[region.scope]?.qualifiedName || "<module>";
  const unique = [...new Set(lines)].join(" ");
  return `${index} ${scope} ${region.line}-${region.endLine} ${region.kind}${parent} «${region.text}»: ${unique}`;
}

function describeImport(facts: ModuleFacts, index: number): string {
  const each = facts.imports[index];
  if (each === undefined) return "";
  const what = each.name === undefined ? each.module : `${each.module}:${each.name}`;
  const alias = each.alias === undefined ? "" : ` as ${each.alias}`;
  return `${what}${alias}${each.isOptional ? " optional" : ""}${each.isTypeOnly ? " type-only" : ""}`;
}
