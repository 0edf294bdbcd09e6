import { describe, expect, test } from "vitest";
import { breakable, cssString, escapeHtml, richText, scriptJson } from "../../src/report/escape.ts";
import { HOSTILE } from "./render-fixture.ts";

describe("escape", () => {
  test("no markup, quote or template mark of a text survives", () => {
    expect(escapeHtml(HOSTILE.script)).toBe("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(escapeHtml(`"'\``)).toBe("&quot;&#39;&#96;");
  });

  test("what cannot be seen or turns the reading direction is shown", () => {
    expect(escapeHtml(HOSTILE.direction)).toBe("evil⟨U+202E⟩txt.exe⟨U+2066⟩");
    expect(escapeHtml("a\u001b[31m")).toBe("a␛[31m");
    expect(escapeHtml(HOSTILE.half)).toBe("half\ufffd");
  });

  test("a name may break after dots, slashes and underscores, and stays escaped", () => {
    expect(breakable("pkg.mod.<lambda1>")).toBe("pkg.<wbr>mod.<wbr>&lt;lambda1&gt;");
    expect(breakable("__init__.py")).toBe("__<wbr>init__.<wbr>py");
  });

  test("only backticks make code, and their inside is escaped too", () => {
    expect(richText("a `<b>` & c")).toBe("a <code>&lt;b&gt;</code> &amp; c");
  });

  test("JSON cannot end its script element", () => {
    const text = scriptJson({ a: HOSTILE.closing, b: "\u2028" });
    expect(text).not.toMatch(/<|\u2028/);
    expect(JSON.parse(text)).toEqual({ a: HOSTILE.closing, b: "\u2028" });
  });

  test("a CSS string cannot end itself", () => {
    expect(cssString('"; } body { x')).not.toMatch(/^".*".+"$/);
    expect(cssString("\\a \n")).toBe('"\\5c a \\a "');
  });
});
