import type { SectionContext } from "../section.ts";
import { capOf, capped, locate } from "../section.ts";

type Assessment = SectionContext["assessment"];
type Bridge = Assessment["temporaryBridges"][number];

/** The temporary bridges by the wave that makes them: how many, until when, and the first of them. */
export function bridgesView(context: SectionContext) {
  const { temporaryBridges, waves } = context.assessment;
  return {
    total: temporaryBridges.length,
    helper: HELPER,
    waves: waves.flatMap(({ number, title }) => {
      const made = temporaryBridges.filter(({ wave }) => wave === number);
      if (made.length === 0) return [];
      return [{ number, title, places: made.length, ...placesOf(context, made) }];
    }),
  };
}

function placesOf(context: SectionContext, made: readonly Bridge[]) {
  const { link, words } = context;
  const until = [...new Set(made.map((bridge) => bridge.until))].sort((a, b) => a - b);
  // Calls say more than main functions, of which each program has one.
  const inOrder = [...made].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return {
    until: until.map(String),
    sites: capped(
      inOrder.map((bridge) => ({
        at: locate(link, bridge.path, bridge.line),
        function: bridge.function,
        how: words.t(`plan.${HOW[bridge.kind]}`),
        calls: bridge.kind === "entry" ? [] : bridge.calls,
      })),
      capOf(context, 5, 12),
    ),
  };
}

const ORDER: readonly Bridge["kind"][] = ["call", "start", "entry"];

const HOW: Readonly<Record<Bridge["kind"], string>> = {
  call: "bridgeCall",
  start: "bridgeStart",
  entry: "bridgeMain",
};

/** What every temporary bridge goes over: Python, the same in every language. */
const HELPER = `from eventlet.asyncio import spawn_for_awaitable

def cross(awaitable):
    crossing = spawn_for_awaitable(awaitable)
    try:
        return crossing.wait()
    except BaseException:
        crossing.kill()  # Timeout, kill()
        raise`;
