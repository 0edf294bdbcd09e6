import { byCodeUnits } from "../../by-code-units.ts";
import type { ExternalImport, FunctionId, ModuleImport } from "../call-graph.ts";
import type { IntList } from "../int-tables.ts";
import { importedModules } from "../program/imported-modules.ts";
import type { Program } from "../program/program.ts";
import type { Solving } from "../state/solving.ts";

/** Which modules import which; what is imported from outside stands apart. */
export function describeImports({ program, log }: Solving, ids: readonly FunctionId[]) {
  const moduleImports: ModuleImport[] = loadedByName(program, log.loads, ids);
  const externalImports: ExternalImport[] = [];
  for (const [module, facts] of program.modules.entries()) {
    const from = ids[program.scope(module, 0)] as FunctionId;
    for (const each of facts.imports) {
      const site = program.site(module, each.site);
      const within = ids[program.scope(module, each.scope)] as FunctionId;
      const line = program.siteField(site, "line");
      const imported = importedModules(program, module, each.module, each.name);
      for (const to of imported) {
        moduleImports.push({
          from,
          to: ids[program.scope(to, 0)] as FunctionId,
          within,
          line,
          isOptional: each.isOptional,
          isTypeOnly: each.isTypeOnly,
        });
      }
      if (imported.length > 0) continue;
      externalImports.push({
        within,
        module: each.module,
        ...(each.name !== undefined && { name: each.name }),
        ...(each.alias !== undefined && { alias: each.alias }),
        line,
        column: program.siteField(site, "column"),
        ...(each.isOptional && { isOptional: true }),
        ...(each.isTypeOnly && { isTypeOnly: true }),
      });
    }
  }
  moduleImports.sort(
    (a, b) =>
      byCodeUnits(a.from, b.from) ||
      a.line - b.line ||
      byCodeUnits(a.to, b.to) ||
      byCodeUnits(a.within, b.within),
  );
  return { moduleImports, externalImports };
}

/** Imports by a name that is data: `import_module(text)`, a plugin of a group. */
function loadedByName(
  program: Program,
  loads: IntList,
  ids: readonly FunctionId[],
): ModuleImport[] {
  const found = new Map<string, ModuleImport>();
  for (let at = 0; at < loads.length; at += 2) {
    const [site, to] = [loads.at(at), loads.at(at + 1)];
    const from = program.moduleOfSite(site);
    if (from === to || found.has(`${site}|${to}`)) continue;
    found.set(`${site}|${to}`, {
      from: ids[program.scope(from, 0)] as FunctionId,
      to: ids[program.scope(to, 0)] as FunctionId,
      within: ids[program.scopeOfSite(site)] as FunctionId,
      line: program.siteField(site, "line"),
      isOptional: true,
      isTypeOnly: false,
    });
  }
  return [...found.values()];
}
