/** Ways to damage a Python file. Each takes bytes and gives bytes; all chance comes from `random`. */

const TOKENS = [
  ..."()[]{}:;,.=@\\'\"`#\t\n \f\v\r",
  ..."+-*/%&|^~<>!$?",
  ...["**", "->", ":=", "...", "==", "'''", '"""', "\r\n", "\\\n", "f'{", "rb'", "<>", "\n    "],
  ...["def f(", "class C(", "async ", "await ", "lambda: ", "yield ", "yield from ", "return "],
  ...["import ", "from . import *", "from .. import ", " as ", "global ", "nonlocal ", "del "],
  ...["with ", "try:", "except* ", "except:", "finally:", "raise ", "match x:", "case _:", "else:"],
  ...["for ", "while ", "if ", "elif ", " in ", " is not ", " not ", " and ", "print ", "exec "],
  ...["eventlet.sleep(0)", "super().", "self.", "@property\n", "*args", "**kwargs", "__call__"],
  ...["0x", "1e", "1_0", "0777", "1j", "10L", "ur''", "b'\\xff'", "u'\\N{DIGIT ONE}'"],
];
const NAMES = [
  ...["é", "变量", "переменная", "متغير", "ตัวแปร", "변수", "ﬁ", "𝒙", "ª", "ǅ", "__proto__"],
  ...["constructor", "toString", "hasOwnProperty", "prototype", "valueOf", "print", "None"],
  ...["type", "list", "eventlet", "self", "cls", "super", "__init__", "__class__", "async"],
];
/** Bytes, as the texts below have them: one character a byte. */
const asBytes = (text) => Buffer.from(text).toString("latin1");
const LINE_ENDS = ["\r", "\r\n", "\n\r", "\u2028", "\u0085", "\f\n", "\\\n", "\0\n"].map(asBytes);

/** One to `most` mutations of a file; `other` is spliced in by some of them. */
export function mutate(random, bytes, other, most = 6) {
  let result = bytes;
  for (let times = 1 + random.below(most); times > 0; times -= 1)
    result = random.pick(MUTATIONS)(random, result, other);
  return result;
}

const MUTATIONS = [
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes) => bytes.subarray(random.below(bytes.length + 1)),
  (random, bytes) => replace(bytes, span(random, bytes, 200), Buffer.alloc(0)),
  (random, bytes) => {
    const part = span(random, bytes, 400);
    return insert(random, bytes, Buffer.concat(Array(1 + random.below(9)).fill(part.bytes)));
  },
  (random, bytes) => insert(random, bytes, Buffer.from(random.pick(TOKENS))),
  (random, bytes) => insert(random, bytes, tokenSoup(random)),
  (random, bytes) => insert(random, bytes, randomBytes(random, 1 + random.below(40))),
  (random, bytes) => insert(random, bytes, Buffer.from([0])),
  (random, bytes, other) => insert(random, bytes, span(random, other, 2000).bytes),
  (random, bytes, other) =>
    Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]),
  flipByte,
  rename,
  shuffleLines,
  reindent,
  (random, bytes) =>
    perLine(random, bytes, (line, end) => line + (end ? random.pick(LINE_ENDS) : "\n")),
  (random, bytes) =>
    insert(random, bytes, Buffer.from(random.pick("([{").repeat(1 + random.below(300)))),
];

function flipByte(random, bytes) {
  if (bytes.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}

/** One identifier becomes another everywhere: duplicates, shadowed builtins, foreign scripts. */
function rename(random, bytes) {
  const text = bytes.toString("latin1");
  const words = text.match(/\b[A-Za-z_]\w*\b/g);
  if (words === null) return bytes;
  const from = random.pick(words);
  const to = random.chance(0.5) ? random.pick(words) : asBytes(random.pick(NAMES));
  return Buffer.from(
    text.replaceAll(new RegExp(`\\b${from}\\b`, "g"), () => to),
    "latin1",
  );
}

function shuffleLines(random, bytes) {
  const lines = bytes.toString("latin1").split("\n");
  const [one, two] = [random.below(lines.length), random.below(lines.length)];
  [lines[one], lines[two]] = [lines[two], lines[one]];
  return Buffer.from(lines.join("\n"), "latin1");
}

function reindent(random, bytes) {
  const indents = ["", " ", "\t", "    ", "        ", "\f", asBytes("\u00a0")];
  return perLine(random, bytes, (line, isChosen) =>
    isChosen ? `${random.pick(indents)}${line.trimStart()}\n` : `${line}\n`,
  );
}

function perLine(random, bytes, change) {
  const rate = 1 + random.below(20);
  const lines = bytes.toString("latin1").split("\n");
  const changed = lines.map((line) => change(line, random.below(rate) === 0));
  return Buffer.from(changed.join(""), "latin1");
}

function span(random, bytes, longest) {
  const from = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, from + random.below(longest));
  return { from, to, bytes: bytes.subarray(from, to) };
}

function replace(bytes, { from, to }, by) {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

function insert(random, bytes, what) {
  const at = random.below(bytes.length + 1);
  return replace(bytes, { from: at, to: at }, what);
}

export function tokenSoup(random, most = 60) {
  const count = 1 + random.below(most);
  const word = () => random.pick(random.chance(0.3) ? NAMES : TOKENS);
  return Buffer.from(Array.from({ length: count }, word).join(random.pick(["", " "])));
}

export function randomBytes(random, length) {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}
