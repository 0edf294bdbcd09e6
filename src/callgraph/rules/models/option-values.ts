import type { Solving } from "../../state/solving.ts";

/** Defaults of configuration options, by the option's name: groups and files are not told apart. */
export function optionField(s: Solving, name: number): number {
  return s.field(s.external(s.name("<options>")), name);
}

/** Whether an external object is a configuration that options are read from. */
export function isConfiguration(s: Solving, name: number): boolean {
  return s.text(name).startsWith("oslo_config.cfg.");
}
