import type { Calling } from "../../state/call-shapes.ts";
import { isListed, isPlaceText, listedOf, modulesAt } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Weight } from "../../state/value-limits.ts";
import { Kind, MEMBER_NAME } from "../../state/values.ts";
import { attributeOf } from "./attributes.ts";
import { MAXIMAL_MEMBERS } from "./computed-names.ts";
import { addGuess } from "./guesses.ts";

/** Modules that a program finds by listing a folder of its own, and what it takes out of them by their names. */

/** Loads what the texts of places in a variable mean. */
export function loadPlaces(
  s: Solving,
  calling: Pick<Calling, "origin">,
  texts: number,
  dst: number,
): void {
  if (texts === -1) return;
  s.each(texts, (value) => {
    if (isPlaceText(s, value)) loadPlace(s, calling, value, dst);
  });
}

function loadPlace(
  s: Solving,
  { origin }: Pick<Calling, "origin">,
  value: number,
  dst: number,
): void {
  const importer = origin < 0 ? -1 : s.program.moduleOfSite(origin);
  const isGuess = isListed(s, value) && listedOf(s, value).reach === "some";
  const modules = modulesAt(s, value, importer);
  if (isGuess && modules.length > MAXIMAL_MEMBERS) return;
  for (const module of modules) {
    const loaded = s.values.of(Kind.module, module);
    if (isGuess) addGuess(s, loaded, dst);
    else s.flow.add(dst, loaded);
    if (origin >= 0) s.log.loads.pushPair(origin, module);
  }
}

/**
 * `getattr(module, name.capitalize())`, where the name is that of the module's file: what the module calls
 * as its file is called, but for case and underscores.
 */
export function readNamesake(s: Solving, subject: number, names: number, dst: number): void {
  if (names === -1) return;
  s.each(names, (name) => {
    if (!isListed(s, name)) return;
    s.each(subject, (value) => {
      if (s.values.kind(value) === Kind.module) addNamesake(s, value, dst);
    });
  });
}

/** `import_class("pkg." + name + "." + Name)`: of each module that which bears its name. */
export function loadNamesakes(s: Solving, calling: Calling, texts: number, dst: number): void {
  const modules = s.flow.variable();
  loadPlaces(s, calling, texts, modules);
  s.each(modules, (value) => {
    if (s.values.kind(value) === Kind.module) addNamesake(s, value, dst);
  });
}

function addNamesake(s: Solving, module: number, dst: number): void {
  const { module: dotted } = s.program.facts(s.values.first(module));
  const wanted = plain(dotted.slice(dotted.lastIndexOf(".") + 1));
  const scope = s.program.scope(s.values.first(module), 0);
  for (const [local] of s.program.scopeFacts(scope).names) {
    const name = s.program.name(s.values.first(module), local);
    if (plain(s.text(name)) !== wanted) continue;
    s.each(attributeOf(s, module, name), (value) => {
      // A manager has one object of each of its plugins, as a registry has each function.
      if (s.values.kind(value) === Kind.class) {
        s.values.weigh(s.instance(s.values.first(value)), Weight.function);
      }
      s.flow.add(dst, value);
    });
  }
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** `dir(module)`. */
export function listMemberNames(s: Solving, calling: Calling, subject: number): void {
  if (subject === -1) return;
  const names = s.object(calling.record, -46, "list");
  const held = s.objectOf(names);
  s.each(subject, (value) => {
    if (s.values.kind(value) !== Kind.module || !held) return;
    s.flow.add(held.rest, s.values.of(Kind.literal, MEMBER_NAME, s.values.first(value)));
    s.flow.add(calling.dst, names);
  });
}

/** `getattr(module, name)` in a loop over `dir(module)`: the classes and functions that the module makes itself. */
export function readListedMember(s: Solving, subject: number, names: number, dst: number): void {
  if (names === -1) return;
  s.each(names, (name) => {
    if (s.values.kind(name) !== Kind.literal || s.values.first(name) !== MEMBER_NAME) return;
    const module = s.values.of(Kind.module, s.values.second(name));
    s.each(subject, (value) => {
      if (value === module) addMembers(s, module, dst);
    });
  });
}

function addMembers(s: Solving, module: number, dst: number): void {
  const scope = s.program.scope(s.values.first(module), 0);
  for (const [local] of s.program.scopeFacts(scope).names) {
    const name = s.program.name(s.values.first(module), local);
    if (s.text(name).startsWith("__")) continue;
    s.each(attributeOf(s, module, name), (value) => {
      if (isMadeIn(s, value, s.values.first(module))) s.flow.add(dst, value);
    });
  }
}

function isMadeIn(s: Solving, value: number, module: number): boolean {
  const kind = s.values.kind(value);
  if (kind === Kind.function) return s.program.moduleOf(s.scopeOfValue(value)) === module;
  if (kind !== Kind.class) return false;
  return s.program.moduleOf(s.program.classScopes[s.values.first(value)] as number) === module;
}
