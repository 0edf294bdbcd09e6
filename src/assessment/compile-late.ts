import { setFlagsFromString } from "node:v8";

/** Bytes of code that a function runs before V8 optimises it: four times the default of Node 20. */
const INTERRUPT_BUDGET = 540_672;

/**
 * Lets V8 wait longer before it optimises a function, in worker threads too. Its default is meant for
 * programs that run for hours; of a run of seconds optimising took a fifth of all processor time, in
 * every thread anew, for code that was run no more.
 */
export function compileLate(): void {
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
