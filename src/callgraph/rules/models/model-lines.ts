/** A part of a line of the models' language (builtin-models.ts): `left <- right`, or a source alone. */
interface Statement {
  readonly text: string;
  readonly left: string;
  readonly right: string | undefined;
}

const lines = new Map<string, readonly Statement[]>();

/** The statements of a line, read once: a line is carried out at every call that it describes. */
export function statementsOf(model: string): readonly Statement[] {
  const known = lines.get(model);
  if (known !== undefined) return known;
  const statements = model.split(";").map((text) => {
    const [left = "", right] = text.split("<-").map((part) => part.trim());
    return { text, left, right };
  });
  lines.set(model, statements);
  return statements;
}
