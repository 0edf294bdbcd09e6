import { bridgesByWave } from "../bridges-by-wave.ts";
import type { SectionContext } from "../section.ts";
import { capOf, capped, locate } from "../section.ts";

type Assessment = SectionContext["assessment"];
type Bridge = NonNullable<Assessment["temporaryBridges"]>[number];

/** The temporary bridges by the wave that makes them: how many, until when, and the first of them. */
export function bridgesView(context: SectionContext) {
  const { temporaryBridges } = context.assessment;
  return {
    // That nobody looked for them does not mean that there are none.
    isKnown: temporaryBridges !== undefined,
    total: temporaryBridges?.length ?? 0,
    helper: HELPER,
    waves: bridgesByWave(context.assessment).map(({ number, title, made, until }) => ({
      number,
      title,
      places: made.length,
      until: until.map(String),
      sites: placesOf(context, made),
    })),
  };
}

function placesOf(context: SectionContext, made: readonly Bridge[]) {
  const { link, words } = context;
  // Calls say more than main functions, of which each program has one.
  const inOrder = [...made].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const places = inOrder.map((bridge) => ({
    at: locate(link, bridge.path, bridge.line),
    function: bridge.function,
    how: words.t(`plan.${HOW[bridge.kind]}`),
    calls: bridge.kind === "entry" ? [] : bridge.calls,
  }));
  return capped(places, capOf(context, 5, 12));
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
