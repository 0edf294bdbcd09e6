import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { isPhrase } from "../../../src/report/replacement-text.ts";
import { knowledge } from "../../eventlet/knowledge.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Every message that the program's code can say: the templates of `say` and the cases of `plural`. */
export function messagesInSource({ withSignsAlone = false } = {}): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file === "sentence.ts") continue;
    const text = readFileSync(join(root, "src", file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      const message = messageOf(node);
      if (message !== undefined) found.add(message);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found].filter((message) => withSignsAlone || hasWords(message)).sort();
}

function messageOf(node: ts.Node): string | undefined {
  if (ts.isTaggedTemplateExpression(node) && nameOf(node.tag) === "say") {
    const { template } = node;
    if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
    return template.templateSpans.reduce(
      (text, { literal }, index) => `${text}{${index}}${literal.text}`,
      template.head.text,
    );
  }
  if (!ts.isCallExpression(node) || nameOf(node.expression) !== "plural") return undefined;
  const [, one, other] = node.arguments;
  if (one === undefined || other === undefined) return undefined;
  if (!ts.isStringLiteral(one) || !ts.isStringLiteral(other)) return undefined;
  return `{0, plural, one {${one.text}} other {${other.text}}}`;
}

const nameOf = (node: ts.Node): string => (ts.isIdentifier(node) ? node.text : "");

/** Places, names in backticks and signs alone are the same in every language. */
function hasWords(message: string): boolean {
  return /\p{L}/u.test(message.replaceAll(/\{\d+\}|`[^`]*`/g, ""));
}

/** Fields of assets/knowledge whose texts a reader of a report sees, by file. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  "effort-model":
    /^(fixed\.(title|steps)|risks\.(title|trigger|mitigation)|(coefficients|factors)\..*\.what|(hoursPerPoint|hoursPerDay|coordination|endOfSupport|occurrence|spread|profiles\..*)\.source)$/,
  "eventlet-api": /\.(asyncio\.note|awaitlet\.note|riskReason|mechanism)$/,
  "eventlet-green": /\.(asyncio\.note|awaitlet\.note|riskReason|mechanism)$/,
  libraries:
    /^libraries\.(alternative|mechanism|threads\.remedy|calls\.(note|mechanism|riskReason))$/,
  "monkey-patch": /(\.(asyncio\.note|awaitlet\.note|riskReason|mechanism)|^ways\.trigger)$/,
  obstacles: /^obstacles\.(title|why|remedy|clause)$/,
  patterns: /\.(title|why|remedy)$/,
  signals: /\.meaning$/,
};

/** What to write instead: only where it is a phrase, and no code. */
const REPLACEMENT = /\.(replacement|threads)$/;

/** Every knowledge text that a report can show. */
export function messagesInKnowledge(): string[] {
  const found = new Set<string>();
  for (const [name, shown] of Object.entries(SHOWN)) {
    const file = readFileSync(join(root, "assets/knowledge", `${name}.json`), "utf8");
    for (const [path, text] of textsOf(JSON.parse(file), "")) {
      if (shown.test(path) || (REPLACEMENT.test(path) && isPhrase(text))) found.add(text);
    }
  }
  for (const { riskReason, awaitlet } of knowledge.apis.values()) {
    // What an entry leaves out has a default, which a report shows as well.
    found.add(riskReason);
    if (isPhrase(awaitlet.replacement)) found.add(awaitlet.replacement);
  }
  return [...found].filter(hasWords).sort();
}

/** Every string in a value, with its path: the places in lists are left out. */
function* textsOf(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const inner = Array.isArray(value) ? path : [path, key].filter((each) => each !== "").join(".");
    yield* textsOf(part, inner);
  }
}
