import type { SignalFileKind } from "./source-tree.ts";

/**
 * What a file's name promises. `script?` must show its first line before anyone knows; `named` was
 * named by the user, who may be wrong.
 */
export type FileKind = "python" | "script?" | "named" | "owners" | SignalFileKind;

const PYTHON = /\.(?:py|pyw|py2|py3|wsgi)$/i;
const MAYBE_SCRIPT = /^[^.]+$|\.f?cgi$/i;

const OWNERS = /^(?:\.github\/|\.gitlab\/|docs\/)?CODEOWNERS$/;

/** Order matters: the first pattern that matches a path (lower case, from the root) decides. */
const SIGNALS: readonly (readonly [SignalFileKind, RegExp])[] = [
  [
    "dependency",
    /(?:^|\/)(?:[^/]*requirements[^/]*\.(?:txt|in|pip)|requirements\/.*\.(?:txt|in|pip)|(?:pip|test|optional)-requires|[^/]*constraints[^/]*\.txt|setup\.cfg|pyproject\.toml|pipfile(?:\.lock)?|(?:poetry|uv|pdm)\.lock|tox\.ini|environment\.ya?ml|conda[^/]*\.ya?ml|bindep\.txt)$/,
  ],
  [
    "deployment",
    /(?:^|\/)(?:(?:docker|container)file[^/]*|[^/]*\.(?:docker|container)file|(?:docker-)?compose[^/]*\.ya?ml|procfile[^/]*|vagrantfile|chart\.yaml|serverless\.ya?ml|app\.ya?ml|fly\.toml|[^/]*\.spec|[^/]*\.nomad)$|(?:^|\/)(?:k8s|kubernetes|helm|charts|manifests|deploy|deployment)\/.*\.ya?ml$/,
  ],
  [
    "service",
    /(?:^|\/)(?:[^/]*\.(?:service|socket|timer|upstart|init)|[^/]*(?:supervisor|uwsgi|gunicorn|circus)[^/]*\.(?:conf|ini|cfg|toml|ya?ml)|init\.d\/[^/]+)(?:\.(?:in|j2|tmpl|template|sample))?$/,
  ],
  ["env", /(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]*\.env|\.flaskenv|\.envrc)$/],
  [
    "ci",
    /(?:^|\/)(?:\.github\/.*\.ya?ml|\.gitlab-ci[^/]*\.ya?ml|\.gitlab\/.*\.ya?ml|\.travis\.ya?ml|\.?zuul(?:\.d\/.*)?\.ya?ml|\.circleci\/.*|\.circle\/.*|\.?appveyor\.ya?ml|azure-pipelines[^/]*\.ya?ml|jenkinsfile[^/]*|\.drone\.ya?ml|bitbucket-pipelines\.ya?ml|\.buildkite\/.*|\.pre-commit-config\.yaml|\.readthedocs\.ya?ml)$/,
  ],
  ["shell", /(?:^|\/)(?:[^/]*\.(?:sh|bash|mk)|makefile|justfile)$/],
  ["doc", /(?:^|\/)releasenotes\/|\.(?:rst|md|adoc)$|(?:^|\/)docs?\/.*\.txt$/],
  [
    "config",
    /\.(?:ini|cfg|conf|toml|ya?ml|properties)(?:\.(?:in|j2|tmpl|template|sample|example|dist))?$/,
  ],
];

/** Nothing for a file that no later stage wants to see. */
export function classify(path: string): FileKind | undefined {
  if (PYTHON.test(path)) return "python";
  if (OWNERS.test(path)) return "owners";
  const lower = path.toLowerCase();
  for (const [kind, pattern] of SIGNALS) if (pattern.test(lower)) return kind;
  return MAYBE_SCRIPT.test(path.slice(path.lastIndexOf("/") + 1)) ? "script?" : undefined;
}

/** `#!/usr/bin/env python3`, `#! /usr/bin/python -u`, `#!/opt/venv/bin/pypy`, `env -S python`. */
export function hasPythonShebang(text: string): boolean {
  return /^#![^\n]*\b(?:python|pypy|jython)[\d.]*w?(?:\s|$)/m.test(
    text.slice(0, 256).split("\n", 1)[0] ?? "",
  );
}

export function hasShellShebang(text: string): boolean {
  return /^#![^\n]*\b(?:ba|da|k|z)?sh(?:\s|$)/.test(text.slice(0, 256));
}

const TEST_FOLDER = /^(?:testing|(?:.*[-_.\d])?tests?)$/i;
const TEST_FILE = /^(?:tests?|test_.*|.*_tests?|conftest)\.pyw?$/i;

/** Test code by the names that pytest, unittest, stestr and people give it. */
export function isTestPath(path: string): boolean {
  return isInTestFolder(path) || TEST_FILE.test(fileOf(path));
}

/** `test_client.py` beside the product may be part of it, a client for its users' tests: then it tests nothing. */
export function isTestCode(path: string, text: string): boolean {
  if (isInTestFolder(path) || !TEST_FILE.test(fileOf(path))) return isInTestFolder(path);
  return /^conftest\b/.test(fileOf(path)) || text.trim() === "" || TESTS.test(text);
}

const TESTS =
  /^[ \t]*(?:(?:async[ \t]+)?def[ \t]+(?:test|setUp|runTest)|(?:import|from)[ \t]+(?:unittest|pytest|nose|testtools)\b)|TestCase\b/m;

const fileOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const isInTestFolder = (path: string): boolean =>
  path
    .split("/")
    .slice(0, -1)
    .some((name) => TEST_FOLDER.test(name));
