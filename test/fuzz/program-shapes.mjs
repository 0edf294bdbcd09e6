/** Programs that are awkward in what they mean, or in how their files are called. */
import { lines, times } from "./shape-tools.mjs";

export const programShapes = () => [...scripts(), ...programs(), ...names()];

function scripts() {
  const names = [
    "é",
    "变量",
    "переменная",
    "متغير",
    "ตัวแปร",
    "변수",
    "ελ",
    "ﬁ",
    "𝒙",
    "ñ",
    "e\u0301",
    "ªº",
  ];
  const text = names.map(
    (name) => `def ${name}():\n    return ${name}()\nclass K${name}:\n    ${name} = ${name}`,
  );
  return [
    {
      name: "names in every script",
      files: {
        "a.py": lines(text),
        ...Object.fromEntries(names.map((name) => [`${name}.py`, `import ${name}\n`])),
      },
    },
    {
      name: "letters that reverse the text",
      files: { "a.py": 'x = "\u202e \u2066 if admin"  # \u200f\ndef \u200bf(): pass\n' },
    },
  ];
}

function programs() {
  const ring = (count) =>
    times(count, (at) => [
      `m${at}.py`,
      `import eventlet\nfrom m${(at + 1) % count} import *\nimport m${(at + 1) % count} as n\ndef f(x):\n    eventlet.sleep(0)\n    return n.f(f)\n`,
    ]);
  return [
    {
      name: "a root that is a package",
      files: {
        "__init__.py": "",
        "serve.py": "import eventlet\neventlet.monkey_patch()\neventlet.sleep(0)\n",
        "inner/__init__.py": "",
        "inner/slow.py": "import time\n\ndef work():\n    time.sleep(1)\n",
      },
    },
    {
      name: "1,000 classes in one chain",
      files: {
        "a.py": lines(
          "class C0:\n    def m(self): return self.m()",
          times(1000, (at) => `class C${at + 1}(C${at}):\n    def m(self): return super().m()`),
          "C1000().m()",
        ),
      },
    },
    {
      name: "1,000 bases of one class",
      files: {
        "a.py": lines(
          times(1000, (at) => `class B${at}:\n    def m(self): pass`),
          `class D(${times(1000, (at) => `B${at}`).join(", ")}): pass`,
          "D().m()",
        ),
      },
    },
    {
      name: "inheritance in a circle",
      files: {
        "a.py": "import b\nclass A(b.B):\n    def m(self): super().m()\n",
        "b.py": "import a\nclass B(a.A):\n    def m(self): super().m()\nB().m()\n",
        "c.py": "class S(S): pass\nclass T(T, T): pass\nS().x\n",
      },
    },
    {
      name: "diamonds without an order",
      files: {
        "a.py": lines(
          "class O: pass",
          "class A(O): pass",
          "class X(O, A): pass",
          "class Y(A, O, A): pass",
          "X().m(); Y().m()",
        ),
      },
    },
    { name: "imports in a circle of 200", files: Object.fromEntries(ring(200)) },
    { name: "recursion through five modules", files: Object.fromEntries(ring(5)) },
    {
      name: "modules named like builtins",
      files: Object.fromEntries(
        [
          "print",
          "list",
          "builtins",
          "eventlet",
          "os",
          "typing",
          "__init__",
          "__main__",
          "self",
          "None",
          "sys/__init__",
        ].map((name) => [
          `${name}.py`,
          "import os, sys, eventlet, builtins\nfrom . import *\ndef open(): eventlet.sleep(); return os.sys.open()\n",
        ]),
      ),
    },
    {
      name: "names of JavaScript's own",
      files: {
        "constructor.py": lines(
          ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"].map(
            (name) =>
              `def ${name}(${name}=1): return ${name}.${name}[${JSON.stringify(name)}]\n${name}(${name}=${name})`,
          ),
        ),
        "__proto__.py": "import constructor\nclass __proto__(constructor.__proto__): pass\n",
      },
    },
    {
      name: "everything calls everything",
      mayGiveUp: true,
      files: {
        "a.py": lines(
          "fs = []",
          times(
            400,
            (at) =>
              `def f${at}(x):\n    for g in fs: x = g(g)\n    fs.append(f${at})\n    return x`,
          ),
          times(400, (at) => `fs.append(f${at})`),
        ),
      },
    },
    {
      name: "decorators around decorators",
      files: {
        "a.py": lines(
          "def d(f):\n    def w(*a, **k): return f(*a, **k)\n    return w",
          times(200, (at) => `@d\ndef f${at}(g): return d(g)(f${at})`),
          "f0(d)(f1)(f2)",
        ),
      },
    },
    {
      name: "a dict that holds itself",
      files: {
        "a.py":
          "d = {}\nd['d'] = d\nd['d']['d']['f'] = lambda: d\nl = [l for l in [d]]\nl.append(l)\nl[0][0]['f']()()\nx = x = x\nx.x = x\nx.x.x()\n",
      },
    },
    {
      name: "partials of partials",
      files: {
        "a.py":
          "from functools import partial\np = print\nfor i in range(9): p = partial(p, p)\np(p)\n",
      },
    },
    {
      name: "getattr and dunders without end",
      files: {
        "a.py":
          "class C:\n    def __getattr__(self, n): return getattr(self, n)\n    def __call__(self, *a): return self\n    __iter__ = __enter__ = __add__ = __get__ = __call__\nfor c in C()()(): \n    with c + c as d: d.x.y.z()\n",
      },
    },
    {
      name: "names with many gaps",
      files: {
        "a.py": lines(
          `class C:\n    def ${"a".repeat(60)}(self): pass\n    def f(self, x):`,
          `        getattr(self, "${"{}".repeat(40)}x".format(x))()`,
          `        getattr(self, "${"{}a".repeat(30)}x".format(x))()`,
          `        __import__("${"{}a".repeat(30)}.x".format(x))`,
          "C().f(1)",
        ),
      },
    },
    {
      name: "metaclasses of themselves",
      files: {
        "a.py":
          "class M(type, metaclass=M):\n    def __call__(c, *a): return c(*a)\n    def __prepare__(c): return c\nclass C(metaclass=M): pass\nC()()\n",
      },
    },
  ];
}

function names() {
  return [
    {
      name: "odd file names",
      files: Object.fromEntries(
        [
          "a b.py",
          "new\nline.py",
          "=1+1.py",
          "<script>.py",
          "..py",
          "a.b.py",
          "-x.py",
          "'\".py",
          "Ä/é.py",
          "%s.py",
          "con.py",
          "{{x}}.py",
        ].map((name) => [name, "import eventlet\ndef f(): eventlet.sleep(0)\n"]),
      ),
    },
    {
      name: "hostile texts",
      files: {
        "a.py":
          "import eventlet\ndef f(x='</script><script>alert(1)</script>', y='{{{x}}}', z='\u2028'):\n    eventlet.sleep('=cmd|\\'/C calc\\'!A0')\n    '<!--'\n",
      },
    },
  ];
}
