"""Is a twin what its labels say? `python3 check_twin.py PROGRAM` prints what is not, as JSON.

asyncio-ready functions that wait are coroutine functions, those that do not wait stay plain.
Awaitlet candidates stay plain; the backends among them, and only these, call awaitlet().
async_def() is called by coroutine functions alone. A redesign has a free hand.
"""
import ast
import json
import pathlib
import sys

PROOF = pathlib.Path(__file__).resolve().parent
APPS = PROOF.parent / "fixtures" / "apps"
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def module_name(path):
    parts = list(path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def scopes_of(node, prefix, found):
    """Collects the function scopes below `node` by id; lambdas are numbered per scope."""
    lambdas = 0
    for child in own_nodes(node):
        if isinstance(child, ast.Lambda):
            lambdas += 1
            name = "%s.<lambda%d>" % (prefix, lambdas)
        elif isinstance(child, SCOPES):
            name = "%s.%s" % (prefix, child.name)
        else:
            continue
        if not isinstance(child, ast.ClassDef):
            found[name] = child
        scopes_of(child, name, found)
    return found


def own_nodes(node):
    """The nodes of a scope in source order; nested scopes are yielded, not entered."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, SCOPES):
            yield from own_nodes(child)


def calls(node, name):
    return any(isinstance(child, ast.Call) and isinstance(child.func, ast.Name)
               and child.func.id == name for child in own_nodes(node))


def complaint(label, node):
    is_async = isinstance(node, ast.AsyncFunctionDef)
    verdict, waits = label["verdict"], calls(node, "awaitlet")
    if verdict == "redesign":
        return None
    if is_async != (verdict == "asyncio-ready" and label["needsAwait"]):
        return "is a coroutine function" if is_async else "is a plain function"
    if verdict == "awaitlet-candidate" and waits != ("backend" in label["roles"]):
        return "calls awaitlet()" if waits else "does not call awaitlet()"
    if verdict != "awaitlet-candidate" and waits:
        return "calls awaitlet()"
    if calls(node, "async_def") and not is_async:
        return "calls async_def()"
    return None


def check(program):
    labels = json.loads((APPS / program / "labels.json").read_text())["functions"]
    twin = PROOF / program / "twin"
    found = {}
    for path in sorted(twin.rglob("*.py")):
        scopes_of(ast.parse(path.read_text()), module_name(path.relative_to(twin)), found)
    wrong = []
    for label in labels:
        if label["kind"] == "module":
            continue
        node = found.get(label["id"])
        missing = None if label["verdict"] == "redesign" else "is missing"
        why = missing if node is None else complaint(label, node)
        if why:
            wrong.append("%s %s, labelled %s" % (label["id"], why, label["verdict"]))
    return {"checked": len(found), "wrong": wrong}


json.dump(check(sys.argv[1]), sys.stdout, indent=1)
