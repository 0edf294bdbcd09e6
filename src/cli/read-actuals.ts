import { parse } from "csv-parse/sync";
import { badTicket, noTickets } from "../failure.ts";
import { readInput } from "./read-input.ts";

const MOST_MEGABYTES = 32;

/** Finished tickets of a CSV file: what each was, and the hours that it took. */
export async function readActuals(path: string): Promise<{ id: string; hours: number }[]> {
  const text = (await readInput(path, MOST_MEGABYTES)).toString();
  const rows = parseRows(path, text);
  if (rows.length === 0) throw noTickets(path);
  return rows.map(({ record, info }) => {
    const id = idOf(record);
    const spent = record["hours"] ?? record["completed work"];
    const hours = Number(spent);
    if (id === undefined || id === "") throw badTicket(path, info.lines, "the row has no id.");
    if (!(hours >= 0) || spent === "")
      throw badTicket(path, info.lines, `"${spent ?? ""}" is not a number of hours.`);
    return { id, hours };
  });
}

/** By its own column, or as the exports put it into a ticket's title: `[S-001] Migrate …`. */
function idOf(record: Readonly<Record<string, string>>): string | undefined {
  const own = record["id"] ?? record["package"] ?? record["function"] ?? record["story"];
  const titles = ["summary", "title", "title 1", "title 2"].map((name) => record[name] ?? "");
  const titled = titles.flatMap((title) => /^\[(S-\d+)\]/.exec(title)?.[1] ?? [])[0];
  return titled ?? own;
}

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function parseRows(path: string, text: string): Row[] {
  try {
    const columns = (header: string[]) => header.map((name) => name.trim().toLowerCase());
    return parse(text, {
      columns,
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    const lines = (error as { lines?: number }).lines;
    throw badTicket(path, lines, error instanceof Error ? error.message : String(error));
  }
}
