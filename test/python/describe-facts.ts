import {
  ArgumentKind,
  ContainerKind,
  forEachConstraint,
  LiteralKind,
  Op,
} from "../../src/python/constraints.ts";
import type { ModuleFacts, TypeExpression } from "../../src/python/module-facts.ts";

/**
 * Facts as text, one constraint a line, so that a test reads like a program. Variables carry the
 * name that they are merged into (`x`), or a number in order of appearance (`%1`); literals stand for
 * themselves. Lines of a scope other than the module start with its name.
 */
export function describeFacts(facts: ModuleFacts): string[] {
  return new Describer(facts).lines();
}

class Describer {
  readonly #facts: ModuleFacts;
  readonly #names = new Map<number, string>();
  #count = 0;

  constructor(facts: ModuleFacts) {
    this.#facts = facts;
    for (const scope of facts.scopes) {
      const prefix = scope.qualifiedName === "" ? "" : `${scope.qualifiedName}:`;
      for (const [name, variable] of scope.names) {
        this.#nameOnce(variable, `${prefix}${facts.strings[name]}`);
      }
      if (scope.callable === undefined) continue;
      const { returns, yields, sends } = scope.callable;
      this.#names.set(returns, `${prefix}return`);
      this.#nameOnce(yields, `${prefix}yield`);
      this.#nameOnce(sends, `${prefix}send`);
    }
  }

  lines(): string[] {
    const lines: string[] = [];
    const { code } = this.#facts;
    forEachConstraint(code, (operation, at) => {
      if (operation === Op.Literal) this.#names.set(code[at] as number, this.#literal(at));
    });
    forEachConstraint(code, (operation, at) => {
      if (operation !== Op.Literal) lines.push(this.#line(operation, at));
    });
    return lines;
  }

  #nameOnce(variable: number, name: string): void {
    if (variable >= 0 && !this.#names.has(variable)) this.#names.set(variable, name);
  }

  #literal(at: number): string {
    const { code, strings } = this.#facts;
    const value = strings[code[at + 2] as number];
    switch (code[at + 1]) {
      case LiteralKind.none:
        return value === undefined ? "None" : "<slice>";
      case LiteralKind.boolean:
        return value ?? "<bool>";
      case LiteralKind.string:
        return value === undefined ? "<str>" : JSON.stringify(value);
      case LiteralKind.bytes:
        return value === undefined ? "<bytes>" : `b${JSON.stringify(value)}`;
      case LiteralKind.ellipsis:
        return "...";
      default:
        return value ?? "<number>";
    }
  }

  #v(at: number): string {
    const variable = this.#facts.code[at] as number;
    if (variable < 0) return "-";
    const known = this.#names.get(variable);
    if (known !== undefined) return known;
    const name = `%${++this.#count}`;
    this.#names.set(variable, name);
    return name;
  }

  #s(at: number): string {
    const index = this.#facts.code[at] as number;
    return index < 0 ? "-" : (this.#facts.strings[index] ?? "?");
  }

  #scope(at: number): string {
    return this.#facts.scopes[this.#facts.code[at] as number]?.qualifiedName || "<module>";
  }

  #item(constant: number, key: number): string {
    const { code } = this.#facts;
    if ((code[constant] as number) >= 0) return this.#s(constant);
    return (code[key] as number) >= 0 ? this.#v(key) : "*";
  }

  #reason(word: string, at: number): string {
    return (this.#facts.code[at] as number) < 0 ? "" : ` ${word} ${this.#v(at)}`;
  }

  #line(operation: number, at: number): string {
    const v = (offset: number): string => this.#v(at + offset);
    const s = (offset: number): string => this.#s(at + offset);
    const flag = (offset: number, word: string): string =>
      this.#facts.code[at + offset] === 1 ? `${word} ` : "";
    switch (operation) {
      case Op.Function:
        return `${v(0)} = def ${this.#scope(at + 1)}`;
      case Op.Class:
        return `${v(0)} = class ${this.#scope(at + 1)}`;
      case Op.Container:
        return `${v(0)} = new ${Object.keys(ContainerKind)[this.#facts.code[at + 1] as number]}`;
      case Op.Copy:
        return `${v(0)} <- ${v(1)}`;
      case Op.LoadName:
        return `${v(0)} = name ${s(1)}`;
      case Op.LoadAttribute:
        return `${v(0)} = ${v(1)}.${s(2)}${this.#facts.code[at - 1] === 7 ? ` stored ${v(4)}` : ""}`;
      case Op.StoreAttribute:
        return `${v(0)}.${s(1)} = ${v(2)}${["", " passing", " initially", " passing initially"][this.#facts.code[at + 4] ?? 0]}`;
      case Op.DeleteAttribute:
        return `del ${v(0)}.${s(1)}`;
      case Op.Discard:
        return `del ${v(0)}`;
      case Op.LoadItem:
        return `${v(0)} = ${v(1)}[${this.#item(at + 2, at + 3)}]`;
      case Op.StoreItem:
        return `${v(0)}[${this.#item(at + 1, at + 2)}] = ${v(3)}`;
      case Op.DeleteItem:
        return `del ${v(0)}[${this.#item(at + 1, at + 2)}]`;
      case Op.Extend:
        return `${v(0)} extend ${v(1)}`;
      case Op.Iterate:
        return `${v(0)} = ${flag(3, "async")}iterate ${v(1)}`;
      case Op.Unpack:
        return `${v(0)} = unpack ${v(1)} ${this.#facts.code[at + 2]}`;
      case Op.Call:
        return `${v(0)} = call ${v(1)}(${this.#arguments(at)})`;
      case Op.Enter:
        return `${v(0)} = ${flag(3, "async")}enter ${v(1)}`;
      case Op.Exit:
        return `${flag(2, "async")}exit ${v(0)}`;
      case Op.Await:
        return `${v(0)} = await ${v(1)}`;
      case Op.YieldFrom:
        return `${v(0)} = yield from ${v(1)} in ${this.#scope(at + 2)}`;
      case Op.Operator:
        return this.#operator(at);
      case Op.Import:
        return `${v(0)} = import ${s(1)}`;
      case Op.ImportFrom:
        return `${v(0)} = from ${s(1)} import ${s(2)}`;
      case Op.ImportStar:
        return `${this.#scope(at)}: from ${s(1)} import *`;
      case Op.StarName:
        return `${v(0)} = ${s(3)} of ${s(2)}, else ${v(1)}`;
      case Op.Narrow:
        return `${v(0)} = ${v(1)} ${flag(3, "not")}isa ${this.#type(at + 2)}`;
      case Op.Hint:
        return `${v(0)}: ${this.#type(at + 1)}`;
      case Op.Raise:
        return `raise ${v(0)}${this.#reason("from", at + 2)}${this.#reason("within", at + 3)}`;
      case Op.Catch:
        return `${v(0)} = catch ${v(1)}`;
      default:
        return `unknown operation ${operation}`;
    }
  }

  #operator(at: number): string {
    const names = [1, 2, 3].map((offset) => this.#s(at + offset)).filter((name) => name !== "-");
    const right = (this.#facts.code[at + 5] as number) < 0 ? "" : `, ${this.#v(at + 5)}`;
    return `${this.#v(at)} = ${names.join("|")}(${this.#v(at + 4)}${right})`;
  }

  #arguments(at: number): string {
    const { code } = this.#facts;
    const parts: string[] = [];
    for (let index = 0; index < (code[at + 3] as number); index++) {
      const argument = at + 4 + index * 3;
      const value = this.#v(argument + 2);
      switch (code[argument]) {
        case ArgumentKind.keyword:
          parts.push(`${this.#s(argument + 1)}=${value}`);
          break;
        case ArgumentKind.star:
          parts.push(`*${value}`);
          break;
        case ArgumentKind.doubleStar:
          parts.push(`**${value}`);
          break;
        default:
          parts.push(value);
      }
    }
    return parts.join(", ");
  }

  #type(at: number): string {
    return this.#typeText(this.#facts.types[this.#facts.code[at] as number]);
  }

  #typeText(type: TypeExpression | undefined): string {
    const text = (index: number): string => this.#typeText(this.#facts.types[index]);
    switch (type?.kind) {
      case "name":
        return this.#names.get(type.variable) ?? "%?";
      case "apply":
        return `${text(type.base)}[${type.arguments.map(text).join(", ")}]`;
      case "union":
        return type.options.map(text).join(" | ");
      default:
        return type?.kind ?? "?";
    }
  }
}
