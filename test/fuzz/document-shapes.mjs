/** Files beside the Python ones, each full of one text: what reads them must not be slow because of it. */
import { times } from "./shape-tools.mjs";

const NAMES = [
  ...[
    "pyproject.toml",
    "setup.cfg",
    "tox.ini",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
  ],
  ...["requirements.txt", "constraints.txt", "environment.yml", "bindep.txt"],
  ...["Dockerfile", "docker-compose.yml", "Procfile", "k8s/deploy.yaml", "package.spec"],
  ...["app.service", "etc/supervisor.conf", "uwsgi.ini", "gunicorn.toml", ".env", "run.sh"],
  ...[".github/workflows/ci.yml", "zuul.yaml", "Makefile", "script", "README.md", "docs/a.rst"],
  ...["etc/app.conf", "etc/app.yaml", "releasenotes/notes/a.yaml", ".gitignore", "CODEOWNERS"],
  ...["setup.py", "gunicorn.conf.py", "app.py", "tests/test_app.py", "noxfile.py"],
];

/** What a reader looks for, so that it begins again and again. */
const TEXTS = [
  ...["\n", " ", "\t", "=", "[", "]", "{", "(", ";", ",", "#", "'", '"', "\\\n", "/", "**/", "a."],
  ...["a: ", "- ", "&a ", "*a ", "a=", "a = [", "[a]\n", "[[a]]\n", "a.b=", "a\n  b", "'''", '"""'],
  ...["-r a\n", "--hash=", "user@", "export A=", "$(", "python ", "python -a ", "-m "],
  ...["eventlet", "eventlet\n", "eventlet ", "eventlet==", "'eventlet' ", "eventlet[", "eventlet;"],
  ...["gunicorn -k ", "gunicorn[", "gunicorn[eventlet", "--worker-class ", "celery -P "],
  ...["worker_class = ", "nameko ", "monkey ", "green ", "remove ", "SocketIO(", "patch('a."],
  ...["get_rpc_server(", "get_rpc_server(executor=", "import_module( ", "'a' in sys.modules "],
  ...["setup(", "install_requires=", "find_packages(", "dependencies:\n", "python_requires="],
];

/** A head, and then a text without end. */
const LONG_TAILS = [
  ["--worker-class", "\n"],
  ["eventlet", "\n"],
  ["[tool.a]\n", "a"],
  ["eventlet[", "\n"],
  ["SocketIO(", "\n"],
  ["setup(install_requires=", "["],
];

const CHARACTERS = 100_000;

export const documentShapes = () => [
  ...TEXTS.map((text) => shape(JSON.stringify(text), "", text)),
  ...LONG_TAILS.map(([head, text]) => shape(JSON.stringify([head, text]), head, text)),
];

function shape(name, head, text) {
  const content = head + times(Math.ceil(CHARACTERS / text.length), () => text).join("");
  const files = Object.fromEntries(NAMES.map((path) => [path, content]));
  return {
    name: `documents full of ${name}`,
    files: { ...files, "whole.py": "import eventlet\n" },
  };
}
