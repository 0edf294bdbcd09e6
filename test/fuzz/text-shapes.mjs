/** Files that are awkward as text: their bytes, their nesting, their size. */
import { lines, times } from "./shape-tools.mjs";

const nest = (depth, head) => times(depth, (level) => " ".repeat(level) + head(level));

export const textShapes = () => [...texts(), ...nesting(), ...sizes()];

function texts() {
  const program = "import eventlet\ndef f():\n    eventlet.sleep(1)\nf()\n";
  const ends = {
    lf: "\n",
    crlf: "\r\n",
    cr: "\r",
    mixed: "\r\n\n\r",
    form: "\f\n",
    line: "\u2028",
  };
  const ending = Object.entries(ends).map(([name, end]) => [
    `${name}.py`,
    program.replaceAll("\n", end),
  ]);
  const wide = (mark, encode) =>
    Buffer.concat([Buffer.from(mark), encode(Buffer.from(program, "utf16le"))]);
  return [
    { name: "every line ending", files: Object.fromEntries(ending) },
    {
      name: "nothing at all",
      files: { "empty.py": "", "blank.py": " \n\t\n", "mark.py": "\ufeff" },
    },
    {
      name: "no newline at the end",
      files: { "a.py": "def f(): pass", "b.py": "if x:", "c.py": "#" },
    },
    {
      name: "a few NULs",
      files: { "a.py": `${"x = 1\n".repeat(200)}y = "\0"\nz\0 = 2\n` },
      codes: ["nul-byte"],
    },
    {
      name: "NULs only",
      files: { "a.py": Buffer.alloc(100_000), "b.py": program },
      codes: ["file-binary"],
    },
    {
      name: "invalid UTF-8",
      files: { "a.py": Buffer.from([0x78, 0x3d, 0x22, 0xe9, 0xff, 0x22, 0x0a]) },
      codes: ["invalid-encoding"],
    },
    {
      name: "lone surrogates in UTF-8",
      files: { "a.py": Buffer.from([0x78, 0x3d, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x0a]) },
      codes: ["invalid-encoding"],
    },
    {
      name: "an unknown coding",
      files: { "a.py": `# coding: klingon\n${program}` },
      codes: ["unknown-encoding"],
    },
    {
      name: "UTF-16",
      files: {
        "le.py": wide([0xff, 0xfe], (b) => b),
        "be.py": wide([0xfe, 0xff], (b) => b.swap16()),
      },
    },
    {
      name: "every byte",
      files: {
        "a.py": Buffer.from(times(256, (byte) => byte)),
        "b.py": Buffer.from(times(255, (byte) => 255 - byte)),
      },
    },
  ];
}

function nesting() {
  const deep = 10_000;
  const pair = (open, close) => `x = ${open.repeat(deep)}1${close.repeat(deep)}\n`;
  const chain = (link) => `x = a${times(deep, () => link).join("")}\n`;
  return [
    {
      name: "10,000 parentheses",
      files: { "a.py": pair("(", ")"), "b.py": pair("[", "]"), "c.py": pair("{1:", "}") },
    },
    {
      name: "10,000 parentheses left open",
      files: { "a.py": "(".repeat(deep), "b.py": `f(${"[{".repeat(deep)}` },
      codes: ["syntax-error"],
    },
    {
      name: "10,000 unary operators",
      files: { "a.py": `x = ${"not ".repeat(deep)}y\n`, "b.py": `x = ${"-".repeat(deep)}1\n` },
    },
    {
      name: "10,000 calls of calls",
      files: {
        "a.py": pair("f(", ")"),
        "b.py": chain("()"),
        "c.py": chain(".b"),
        "d.py": chain("[0]"),
      },
    },
    {
      name: "10,000 operands",
      files: {
        "a.py": chain(" + a"),
        "b.py": chain(" and a"),
        "c.py": chain(" < a"),
        "d.py": chain(" if a else a"),
      },
    },
    {
      name: "10,000 lambdas in each other",
      files: { "a.py": `x = ${"lambda: ".repeat(deep)}0\n` },
    },
    {
      name: "3,000 comprehensions in each other",
      files: { "a.py": `x = ${"[".repeat(3000)}y${" for y in z]".repeat(3000)}\n` },
    },
    {
      name: "5,000 nested blocks",
      maxFileBytes: 16_000_000,
      files: {
        "a.py": lines(
          nest(5000, () => "if x:"),
          `${" ".repeat(5000)}pass`,
        ),
      },
    },
    {
      name: "2,000 nested functions",
      files: {
        "a.py": lines(
          nest(2000, (level) => `def f${level}():`),
          `${" ".repeat(2000)}pass`,
        ),
      },
    },
    {
      name: "2,000 nested classes",
      files: {
        "a.py": lines(
          nest(2000, (level) => `class C${level}:`),
          `${" ".repeat(2000)}x = 1`,
        ),
      },
    },
    {
      name: "2,000 nested with and try",
      files: {
        "a.py": lines(
          nest(2000, (level) => (level % 2 ? "try:" : "with x as y:")),
          `${" ".repeat(2000)}f()`,
        ),
      },
    },
    {
      name: "10,000 branches of one if",
      files: {
        "a.py": lines(
          "if a: b()",
          times(deep, (at) => `elif a == ${at}: f${at}()`),
        ),
      },
    },
    {
      name: "2,000 f-strings in each other",
      files: { "a.py": `x = ${"f'{".repeat(2000)}1${"}'".repeat(2000)}\n` },
    },
    {
      name: "10,000 stars and decorators",
      files: {
        "a.py": lines(
          times(deep, () => "@d"),
          "def f(*a, **k): pass",
        ),
        "b.py": `f(${"*a, ".repeat(deep)})\n`,
      },
    },
  ];
}

function sizes() {
  const row = "    x = f(a.b, c=[1, 2, 3])  # filler\n";
  return [
    {
      name: "a file of 50 MB",
      files: { "big.py": row.repeat(Math.ceil(50_000_000 / row.length)), "small.py": "x = 1\n" },
      codes: ["file-too-large"],
    },
    {
      name: "one line of 5 MB",
      files: { "line.py": `x = [${"1, ".repeat(1_700_000)}]\n` },
      maxFileBytes: 8_000_000,
    },
    {
      name: "one string of 5 MB",
      files: { "text.py": `x = "${"a".repeat(5_000_000)}"\n` },
      maxFileBytes: 8_000_000,
    },
    {
      name: "one comment of 5 MB",
      files: { "note.py": `#${" eventlet".repeat(550_000)}\n` },
      maxFileBytes: 8_000_000,
    },
    {
      name: "one line of 5 MB that is no Python",
      files: { "noise.py": "x ( = ".repeat(830_000) },
      maxFileBytes: 8_000_000,
      codes: ["syntax-error"],
    },
    {
      name: "one line of 100,000 characters that the parser cannot mend",
      files: {
        "page.py": "<!--".repeat(25_000),
        "after.py": `def f(): pass\n${"<!--".repeat(5000)}`,
      },
      codes: ["syntax-error"],
    },
    {
      name: "operators of which the parser keeps the square",
      files: { "a.py": ">>*a".repeat(700), "b.py": "def f(): pass\n" },
    },
    { name: "100,000 empty lines", files: { "a.py": "\n".repeat(100_000) } },
    { name: "a name of 1 MB", files: { "a.py": `${"n".repeat(1_000_000)} = 1\n` } },
    {
      name: "20,000 functions of one name",
      files: { "a.py": lines(times(20_000, () => "def f(): f()")) },
    },
    {
      name: "20,000 assignments of one name",
      files: {
        "a.py": lines(
          times(20_000, (at) => `x = lambda: ${at}`),
          "x()",
        ),
      },
    },
    {
      name: "5,000 arguments",
      files: {
        "a.py": `def f(${times(5000, (at) => `a${at}=None`).join(", ")}): pass\nf(${times(5000, (at) => `a${at}=f`).join(", ")})\n`,
      },
    },
    {
      name: "3,000 empty modules",
      files: Object.fromEntries(times(3000, (at) => [`p/m${at}.py`, ""])),
    },
  ];
}
