import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { toCsv } from "../../../src/report/exports/csv.ts";

const HOSTILE = [
  "=cmd|' /C calc'!A0",
  "+1",
  "-1+2",
  "@SUM(A1)",
  "\t=1",
  " =1",
  "＝1",
  'a "quoted", b',
  "two\nlines",
  "<script>",
];

test("no text of a repository can become a formula, and all of it can be read back", () => {
  const csv = toCsv(
    ["text"],
    HOSTILE.map((text) => [text]),
  );
  const cells = (parse(csv, { columns: true }) as { text: string }[]).map(({ text }) => text);
  for (const [index, cell] of cells.entries()) {
    expect(cell).not.toMatch(/^[\s\u00a0]*[=+\-@＝＋－＠\t]/);
    expect(cell.replace(/^'/, "")).toBe(HOSTILE[index]);
  }
});

test("a cell of several lines is quoted: importers end a record at a lone line feed", () => {
  expect(toCsv(["a", "b"], [["one\ntwo", "x"]])).toBe('a,b\r\n"one\ntwo",x\r\n');
  expect(toCsv(["a"], [["one\rtwo"]])).toBe('a\r\n"one\rtwo"\r\n');
});

test("numbers stay numbers, negative ones too", () => {
  expect(toCsv(["n"], [[-3], [2.5]])).toBe("n\r\n-3\r\n2.5\r\n");
});
