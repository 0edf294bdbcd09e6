import { stringify } from "csv-stringify/sync";

export type Cell = string | number;

/**
 * RFC 4180 text with CRLF. A cell of several lines is quoted whichever line end it holds: importers end
 * a record at a lone LF, too. Repository text that starts like a formula gets an apostrophe, so that
 * no spreadsheet runs it; numbers stay numbers.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const safe = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? String(cell) : escapeFormula(cell))),
  );
  return stringify([[...header], ...safe], {
    record_delimiter: "windows",
    quoted_match: /[\r\n]/,
  });
}

/** Also full-width forms and leading blanks, which some spreadsheets strip. */
function escapeFormula(text: string): string {
  return /^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
}
