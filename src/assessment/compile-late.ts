import { setFlagsFromString } from "node:v8";

/** Bytes of code that a function runs before V8 optimises it: four times the default of Node 20. */
const INTERRUPT_BUDGET = 540_672;

/** Bytes of other functions' code that V8 copies into a function it optimises: a third of the default. */
const INLINED_BYTES = 300;

/**
 * Lets V8 wait longer before it optimises a function, and take less else into it, in worker threads too.
 * Its defaults are meant for programs that run for hours; of a run of seconds optimising took a fifth of
 * all processor time, in every thread anew, for code that was run no more.
 */
export function compileLate(): void {
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTES}`);
}
