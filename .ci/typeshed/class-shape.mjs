/** What the type parameters of a generic class stand for. */
import { find } from "./universe.mjs";

/** Which of a generic class's parameters is what it holds (`element`), and under what key. */
export function computeShape(modules, module, path, shapeOf) {
  const declaration = find(modules, module, path)?.declaration;
  if (declaration?.kind !== "class") return {};
  const parameters = classParameters(modules, module, declaration);
  const index = (type) => {
    const at = type?.kind === "name" ? parameters.indexOf(type.name) : -1;
    return at < 0 ? undefined : at;
  };
  const shape = { parameters };
  const getItem = declaration.members.get("__getitem__");
  for (const overload of getItem?.overloads ?? []) {
    shape.element ??= index(overload.returns);
    shape.key ??= index(overload.parameters[1]?.type);
  }
  for (const base of declaration.bases.filter(isGeneric)) {
    const target = find(modules, module, base.base.name);
    if (target?.declaration.kind !== "class") continue;
    const above = shapeOf(target.module, target.path);
    const given = base.items[above.element];
    shape.element ??= index(given);
    if (index(given) === undefined) shape.fixed ??= given;
    shape.key ??= index(base.items[above.key]);
  }
  for (const name of ["__iter__", "__next__", "__enter__", "__aenter__"]) {
    const returns = declaration.members.get(name)?.overloads?.[0].returns;
    shape.element ??= index(returns?.kind === "apply" ? returns.items[0] : returns);
  }
  if (parameters.length > 0 && !/^_Exit/.test(parameters[0])) shape.element ??= 0;
  return shape;
}

function isGeneric(base) {
  return base?.kind === "apply" && base.base?.kind === "name";
}

function classParameters(modules, module, declaration) {
  if (declaration.typeParameters?.length) return declaration.typeParameters;
  const isVariable = (type) =>
    type?.kind === "name" && find(modules, module, type.name)?.declaration.kind === "typevar";
  const generic = declaration.bases.find((base) =>
    /(^|\.)(Generic|Protocol)$/.test(base?.base?.name ?? ""),
  );
  const sources = generic ? [generic] : declaration.bases.filter((base) => base?.kind === "apply");
  const names = sources.flatMap((base) => base.items.filter(isVariable).map((item) => item.name));
  return [...new Set(names)];
}
