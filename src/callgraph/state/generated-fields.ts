import { Meetings } from "./meetings.ts";

/** A field, and the variable with what makes its value where none is given. */
export interface FieldDefault {
  readonly name: number;
  readonly factory: number;
}

/** What initialisers that nobody wrote do with fields. */
export class GeneratedFields {
  /** Brings together the calls of a class and its fields that a factory makes. */
  readonly defaults = new Meetings<(made: FieldDefault) => void, FieldDefault>((read, made) =>
    read(made),
  );
  /** Classes whose fields are looked through. */
  readonly watched = new Set<number>();
}
