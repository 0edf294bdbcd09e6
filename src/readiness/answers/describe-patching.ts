import type { Knowledge } from "../../eventlet/catalogue.ts";
import type { EventletFindings, PatchCall, Process } from "../../eventlet/findings.ts";
import { say, type Text } from "../../sentence.ts";
import type { Program } from "../program.ts";
import type { Reach } from "../reach/find-reach.ts";

export interface PatchingInput {
  readonly program: Program;
  readonly reach: Reach;
  readonly knowledge: Knowledge;
  readonly findings: EventletFindings;
}

/**
 * Why the wait at the end of a function's evidence is green, where only patching makes it so: the
 * patch, and a process that executes both. Nothing where Eventlet is named, and where the process is
 * the user's.
 */
export function describePatching(input: PatchingInput, index: number): Text | undefined {
  const { program, reach, knowledge, findings } = input;
  const groups = knowledge.apis.get(reach.suspends.useOf(index)?.api ?? "")?.patchedBy;
  if (groups === undefined) return undefined;
  const patches = findings.patchCalls.filter((call) =>
    call.groups.some((group) => groups.includes(group)),
  );
  const process = reach.suspends.worldOf(index)?.processOf(program.nodes[index]?.id ?? "");
  if (process === undefined) return describeUnknown(findings, patches);
  const patch = patches.find((call) => patchesIn(process, call));
  if (patch !== undefined) {
    return say`Green because the process of ${process.entry} is patched: \`${patch.how}\` in ${placeOf(patch)}.`;
  }
  const [told] = process.patchedBy;
  return (
    told && say`Green because the process of ${process.entry} is started patched: ${placeOf(told)}.`
  );
}

/** A driver that settings name, say: it is taken to run where the program's patched processes do. */
function describeUnknown(
  { processes }: EventletFindings,
  patches: readonly PatchCall[],
): Text | undefined {
  const isProduct = ({ kind, patchedGroups }: Process) =>
    kind !== "test" && patchedGroups.length > 0;
  const process = processes.find(isProduct);
  const patch = process && patches.find((call) => patchesIn(process, call));
  if (patch === undefined) return undefined;
  return say`Green if what loads it is patched as ${process?.entry ?? ""} is: \`${patch.how}\` in ${placeOf(patch)}.`;
}

const patchesIn = ({ patchedBy }: Process, { path, line }: PatchCall): boolean =>
  patchedBy.some((place) => place.path === path && place.line === line);

const placeOf = ({ path, line }: { readonly path: string; readonly line: number }): string =>
  `${path}:${line}`;
