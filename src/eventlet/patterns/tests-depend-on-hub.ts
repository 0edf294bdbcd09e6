import { plural, say } from "../../sentence.ts";
import type { Pattern } from "./pattern.ts";

/** Tests that wait for green threads by sleeping, or use Eventlet at all. */
export const testsDependOnHub: Pattern = {
  id: "tests-depend-on-hub",
  find: ({ uses, view }) => {
    const modules = new Map<string, { readonly id: string; readonly lines: number[] }>();
    for (const use of uses) {
      if (!use.isTest || use.how === "import" || use.via !== "eventlet") continue;
      const id = view.moduleOf(use.function) ?? use.function;
      const found = modules.get(id) ?? { id, lines: [] };
      found.lines.push(use.line);
      modules.set(id, found);
    }
    return [...modules.values()].map(({ id, lines }) => ({
      function: id,
      line: lines[0] ?? 1,
      detail: plural(
        lines.length,
        "# use of Eventlet in this test module",
        "# uses of Eventlet in this test module",
      ),
      evidence: lines
        .slice(0, 10)
        .map((line) => ({ path: view.pathOf(id), line, what: say`uses Eventlet` })),
    }));
  },
};
