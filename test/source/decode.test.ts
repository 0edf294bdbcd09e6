import { expect, test } from "vitest";
import { decodePython, looksBinary } from "../../src/source/decode.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");

test.each<[string, Buffer, string, string]>([
  ["UTF-8 without a cookie", Buffer.from("é = 1\n"), "é = 1\n", "utf-8"],
  ["a byte order mark", Buffer.from("\ufeffé = 1\n"), "é = 1\n", "utf-8"],
  [
    "a cookie on the first line",
    latin("# -*- coding: latin-1 -*-\né\n"),
    "# -*- coding: latin-1 -*-\né\n",
    "latin-1",
  ],
  [
    "a cookie on the second line",
    latin("#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\né"),
    "#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\né",
    "latin-1",
  ],
  [
    "Python's own spelling",
    latin("# coding: ISO_8859_15\n\xa4"),
    "# coding: ISO_8859_15\n€",
    "iso-8859-15",
  ],
  ["a Windows code page", latin("# coding=cp1251\n\xcf"), "# coding=cp1251\nП", "windows-1251"],
  ["koi8-r", latin("# coding: koi8-r\n\xf0"), "# coding: koi8-r\nП", "koi8-r"],
  ["euc-jp", latin("# coding: euc_jp\n\xc6\xfc"), "# coding: euc_jp\n日", "euc-jp"],
  ["shift_jis", latin("# coding: cp932\n\x93\xfa"), "# coding: cp932\n日", "shift_jis"],
  ["gbk", latin("# coding: gbk\n\xc8\xd5"), "# coding: gbk\n日", "gbk"],
  [
    "emacs line ends in the name",
    Buffer.from("# coding: utf-8-unix\né"),
    "# coding: utf-8-unix\né",
    "utf-8",
  ],
  ["old Macintosh line ends", Buffer.from("a\rb\r\nc\n"), "a\nb\nc\n", "utf-8"],
])("%s", (_, bytes, text, encoding) => {
  expect(decodePython(bytes)).toEqual({ text, encoding, oddities: [] });
});

test("a cookie after a line of code is a comment like any other", () => {
  const bytes = latin("x = 1\n# coding: koi8-r\né\n");
  expect(decodePython(bytes)).toMatchObject({
    encoding: "latin-1",
    oddities: [{ code: "invalid-encoding", line: 3 }],
  });
});

test("an unknown cookie is told, and the text is read as well as it can be", () => {
  const { text, oddities } = decodePython(Buffer.from("# coding: klingon\né = 1\n"));
  expect(text).toContain("é = 1");
  expect(oddities).toMatchObject([{ code: "unknown-encoding", line: 1 }]);
});

test("UTF-16 from an editor on Windows is read, with a word that Python would not", () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("x = 1\n", "utf16le")]);
  expect(looksBinary(bytes)).toBe(false);
  expect(decodePython(bytes)).toMatchObject({
    text: "x = 1\n",
    oddities: [{ code: "unsupported-encoding" }],
  });
});
