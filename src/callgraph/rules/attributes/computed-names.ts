import type { Calling } from "../../state/call-shapes.ts";
import { isListed, listedOf } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";
import { Kind, TEXT_WITH_GAPS } from "../../state/values.ts";
import { attributeOf } from "./attributes.ts";
import { addGuess } from "./guesses.ts";

/**
 * Names that are put together while the program runs (`getattr(self, "do_" + word)`): what is
 * constant of them tells which members they can be. Such a member is a guess, and so is its call.
 */

/** Stands in a text for a part that is not known. */
export const GAP = "\0";
/** A name that fits more members than this tells nothing. */
export const MAXIMAL_MEMBERS = 20;
const TEMPLATE_ROUNDS = 3;

/** `text + x`, `x + text`, `text % x`, `text.format(x)`: what the result looks like where x has no constant text. */
export function addTemplate(
  s: Solving,
  template: string,
  { other, dst, site }: { readonly other: number; readonly dst: number; readonly site: number },
): void {
  if (!/^[\w.\0]+$/.test(template) || !template.includes(GAP)) return;
  const value = s.values.of(Kind.literal, TEXT_WITH_GAPS, s.name(template));
  s.late.push(() => {
    const isLeft = isLeftToClones(s, site) && isShared(s, site, other);
    if (!isLeft && !hasText(s, other)) s.flow.add(dst, value);
  });
}

/** Nothing comes to a function itself where each of its callers calls a clone: what is not known there is no guess. */
export function isLeftToClones(s: Solving, site: number): boolean {
  if (site < 0) return false;
  const scope = s.program.scopeOfSite(site);
  if (!s.functions.clones.has(scope)) return false;
  const module = s.program.moduleOfSite(site);
  const parameters = s.program.callable(scope)?.parameters ?? [];
  const given = s.program.classOfMethod(scope) === -1 ? parameters : parameters.slice(1);
  return given.every(({ variable }) => s.flow.isEmpty(s.variableOf(module, variable)));
}

/** Whether a variable is of a function itself, and of none of its clones. */
function isShared(s: Solving, site: number, variable: number): boolean {
  const module = s.program.moduleOfSite(site);
  const place = variable - s.variableOf(module, 0);
  return place >= 0 && place < s.program.facts(module).variableCount;
}

export function templateOf(s: Solving, value: number, method: string): string | undefined {
  if (!s.values.isString(value) && !isTemplate(s, value)) return undefined;
  const text = s.text(s.values.second(value));
  if (method === "__add__") return text + GAP;
  return method === "__mod__" ? text.replace(/%[sdr]/g, GAP) : undefined;
}

export function formatTemplate(text: string): string {
  return text.replace(/\{[^{}]*\}/g, GAP);
}

export function suffixTemplate(s: Solving, value: number): string {
  return GAP + s.text(s.values.second(value));
}

function isTemplate(s: Solving, value: number): boolean {
  return s.values.kind(value) === Kind.literal && s.values.first(value) === TEXT_WITH_GAPS;
}

function hasText(s: Solving, variable: number): boolean {
  return s.flow
    .valuesOf(variable)
    .some((value) => s.values.isString(value) || isTemplate(s, value));
}

/** Whether texts tell what the name can be: constant parts of it are known, or nothing else is among the texts. */
export function isTold(s: Solving, variable: number): boolean {
  const known = s.flow.valuesOf(variable).filter((value) => !s.values.isNone(value));
  if (known.some((value) => isTemplate(s, value))) return true;
  return known.length > 0 && known.every((value) => s.values.isString(value));
}

/** Tells of a name whether it is one of those that are looked for. */
type Fits = (name: string) => boolean;

/** Runs the action with a test for what a variable's texts with gaps can become. */
function eachTemplate(
  s: Solving,
  variable: number,
  shortestGap: number,
  action: (fits: Fits) => void,
): void {
  s.each(variable, (value) => {
    if (!isTemplate(s, value)) return;
    const parts = s.text(s.values.second(value)).split(GAP);
    action((name) => fillsGaps(name, parts, shortestGap));
  });
}

/**
 * Whether the name is the parts in their order, with at least so many characters and no dot in each
 * gap between them. A regular expression of many gaps would try all ways to share out the name.
 */
function fillsGaps(name: string, parts: readonly string[], shortestGap: number): boolean {
  let end = 0;
  for (const [index, part] of parts.entries()) {
    // Its first place is as good as any later one: whatever lies between is free of dots.
    const from = index === 0 ? 0 : end + shortestGap;
    const isLast = index === parts.length - 1;
    const place = name.indexOf(part, isLast ? Math.max(from, name.length - part.length) : from);
    const isAllowed = index === 0 ? place === 0 : place >= from;
    if (!isAllowed || name.slice(end, place).includes(".")) return false;
    end = place + part.length;
  }
  return end === name.length;
}

/** `getattr(subject, name)` where the name is no constant. */
export function readComputed(
  s: Solving,
  calling: Calling,
  { subject, name }: { readonly subject: number; readonly name: number },
): void {
  eachTemplate(s, name, 0, (fits) => {
    s.each(subject, (value) => addFitting(s, value, fits, calling.dst));
  });
  if (isTold(s, name)) return;
  s.flow.add(calling.dst, s.values.of(Kind.member, subject, name));
  whenSettled(s, () => {
    if (hasText(s, name) || !isOneKnown(s, calling, subject)) return;
    if (calling.context === 0 && isLeftToClones(s, calling.origin)) return;
    s.each(subject, (value) => addMembers(s, value, isPublic, calling.dst));
  });
}

/** What a class, an object or a module has under the names that texts with gaps can become. */
export function readTemplates(s: Solving, subject: number, name: number, dst: number): void {
  eachTemplate(s, name, 0, (fits) => addFitting(s, subject, fits, dst));
}

function addFitting(s: Solving, subject: number, fits: Fits, dst: number): void {
  if (s.values.kind(subject) === Kind.module) addNames(s, subject, fits, dst);
  else addMembers(s, subject, fits, dst);
}

function addNames(s: Solving, module: number, fits: Fits, dst: number): void {
  const scope = s.program.scope(s.values.first(module), 0);
  const found = s.program
    .scopeFacts(scope)
    .names.map(([local]) => s.program.name(s.values.first(module), local))
    .filter((name) => fits(s.text(name)));
  if (found.length > MAXIMAL_MEMBERS) return;
  for (const name of found) {
    s.each(attributeOf(s, module, name), (value) => addGuess(s, value, dst));
  }
}

/** Asks when texts are known. Those with gaps come late themselves, and may become parts of others. */
export function whenSettled(s: Solving, ask: () => void, rounds = TEMPLATE_ROUNDS): void {
  s.late.push(rounds === 0 ? ask : () => whenSettled(s, ask, rounds - 1));
}

/** `self`, `cls`, or an instance of one class, whoever calls. */
function isOneKnown(s: Solving, { origin, context }: Calling, subject: number): boolean {
  if (origin < 0) return false;
  const scope = s.program.scopeOfSite(origin);
  const self = s.program.callable(scope)?.parameters[0];
  if (self && s.program.classOfMethod(scope) !== -1) {
    const module = s.program.moduleOf(scope);
    if (s.variableIn(context, module, self.variable) === subject) return true;
  }
  const known = s.flow.valuesOf(subject).filter((value) => !s.values.isNone(value));
  return known.length === 1 && !s.functions.clones.has(scope);
}

export const isPublic: Fits = (name) => !name.startsWith("_");

function addMembers(s: Solving, value: number, fits: Fits, dst: number): void {
  const members = receivers(s, value).flatMap((receiver) =>
    methodsOf(s, s.values.first(receiver), fits).map(({ name }) => ({ receiver, name })),
  );
  if (members.length > MAXIMAL_MEMBERS) return;
  for (const { receiver, name } of members) {
    s.each(attributeOf(s, receiver, name), (each) => addGuess(s, each, dst));
  }
}

export function receivers(s: Solving, value: number): readonly number[] {
  if (s.values.kind(value) === Kind.class) return [value];
  if (s.values.kind(value) !== Kind.instance) return [];
  if (s.values.isExact(value)) return [value];
  return s.hierarchy
    .family(s.values.first(value))
    .filter((each) => s.instantiated.has(each))
    .map((each) => s.instance(each));
}

/** Methods that the objects of a class have under fitting names, in order of name; special ones left out. */
export function methodsOf(
  s: Solving,
  index: number,
  fits: Fits,
): readonly { readonly name: number; readonly scopes: readonly number[] }[] {
  const found = new Map<number, readonly number[]>();
  for (const ancestor of s.hierarchy.order(index)) {
    if (ancestor < 0) continue;
    for (const [name, scopes] of s.program.methods(ancestor)) {
      const text = s.text(name);
      if (!found.has(name) && fits(text) && !/^__\w+__$/.test(text)) found.set(name, scopes);
    }
  }
  return [...found]
    .map(([name, scopes]) => ({ name, scopes }))
    .sort((left, right) => (s.text(left.name) < s.text(right.name) ? -1 : 1));
}

/** Whether it is known which modules a name can mean: those of a folder that is listed. */
function isFoundByListing(s: Solving, name: number): boolean {
  return s.flow
    .valuesOf(name)
    .some((value) => isListed(s, value) && listedOf(s, value).reach !== "some");
}

/** `import_module("commands." + name)`: modules of the repository that the constant part fits. */
export function importComputed(s: Solving, calling: Calling, name: number): void {
  eachTemplate(s, name, 1, (fits) => {
    if (isFoundByListing(s, name)) return;
    const found = [...s.program.modules.keys()].filter(
      (module) => module < s.program.repositoryModules && fits(s.program.facts(module).module),
    );
    if (found.length > MAXIMAL_MEMBERS) return;
    for (const module of found) addGuess(s, s.values.of(Kind.module, module), calling.dst);
  });
}
