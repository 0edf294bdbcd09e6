import { Errors, Flags } from "@oclif/core";

/** A flag that takes text: an empty one is a variable that was not set, and never what was meant. */
export const textFlag = Flags.custom<string>({
  parse: async (input) => {
    if (input === "") throw new Errors.CLIError("Expected some text but received none");
    return input;
  },
});
