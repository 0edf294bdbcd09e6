import type Handlebars from "handlebars";
import * as runtime from "handlebars/runtime.js";

/** Handlebars without its compiler, which only the build needs; the package's types for it are empty. */
export const handlebars = (runtime as unknown as { readonly default: typeof Handlebars }).default;
