"""Is a twin what a plan of the program says? `python3 check_twin.py PROGRAM STRATEGY < assessment.json`

Prints as JSON what the twin does otherwise, by the text alone:
- a function that the plan labels async is a coroutine function; every other function of the
  original, also one that the assessment does not name, is a plain one;
- async_def(callee, ...) and awaitlet(callee(...)) stand in the functions where the boundary has
  them, for the callees that it names, and nowhere else. A wait on an API has another name in
  asyncio: there only its awaitlet() is asked for.
The assessment leaves two kinds of functions open, `redesign` and `undetermined`: they are listed
as exceptions with its reason. Functions that the original lacks are listed as added: they stand in
for Eventlet and the loop, and may enter with async_def() only what the plan has entered by the
outside.
"""
import ast
import json
import pathlib
import sys

PROOF = pathlib.Path(__file__).resolve().parent
APPS = PROOF.parent / "fixtures" / "apps"
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
OPEN = ("redesign", "undetermined")


def module_name(path):
    parts = list(path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions_below(root):
    """The function scopes of all files below `root` by id, module bodies too."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        module = module_name(path.relative_to(root))
        found[module] = ast.parse(path.read_text())
        scopes_of(found[module], module, found)
    return found


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


def own_nodes(node):
    """The nodes of a scope in source order; nested scopes are yielded, not entered."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, SCOPES):
            yield from own_nodes(child)


def bridges_in(node, name):
    """For each use of `name`, that is async_def or awaitlet, in a function: the names that it hands over."""
    return [names_handed(child, name) for child in own_nodes(node)
            if isinstance(child, ast.Call) and name in (last_name(child.func), partial_of(child))]


def partial_of(call):
    """functools.partial(async_def, callee) enters the callee as the outside comes in."""
    if last_name(call.func) == "partial" and call.args:
        return last_name(call.args[0])
    return None


def names_handed(call, name):
    """The callee, and what may be run on its behalf: a property's name, a key function, a generator."""
    first, *rest = call.args[1:] if partial_of(call) == name else call.args
    if name == "awaitlet":
        return {last_name(first.func if isinstance(first, ast.Call) else first)}
    names = {last_name(first)}
    for value in rest + [keyword.value for keyword in call.keywords]:
        if isinstance(value, ast.Constant) and "getattr" in names:
            names.add(value.value)
        elif isinstance(value, ast.Lambda):
            names.add("<lambda>")
        elif isinstance(value, (ast.Name, ast.Attribute)):
            names.add(last_name(value))
    return names


def last_name(node):
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ast.unparse(node)


def spellings(callee):
    """How a call can spell a callee: a class stands for its initialiser, next() for an iteration."""
    *_, owner, name = ["", *callee.split(".")]
    if name.startswith("<lambda"):
        return {"<lambda>"}
    return {"__init__": {name, owner}, "__iter__": {name, "next"}}.get(name, {name})


def sites_by_function(plan):
    """(kind, function) -> ids of the callees; a function that the outside enters is no site of its own."""
    sites = {}
    for site in plan["boundary"]:
        if site["function"] != site["calls"]:
            sites.setdefault((site["kind"], site["function"]), []).append(site["calls"])
    return sites


def complaints_about(kind, planned, written, functions):
    inner = sorted({callee for callee in planned if callee in functions})
    waits = sorted({callee for callee in planned if callee not in functions})
    for callee in inner:
        if not any(spellings(callee) & names for names in written):
            yield "has no %s() of %s" % (kind, callee)
    others = [names for names in written if not any(spellings(callee) & names for callee in inner)]
    if waits and not others:
        yield "has no %s() of %s" % (kind, ", ".join(waits))
    if others and not waits:
        yield "has %s() of %s, the plan has not" % (kind, [sorted(names) for names in others])


def check(program, strategy, assessment):
    plan = next(plan for plan in assessment["plans"] if plan["strategy"] == strategy)
    planned = {fn["id"]: fn for fn in assessment["functions"]}
    sites = sites_by_function(plan)
    entered = {site["calls"].rpartition(".")[2] for site in plan["boundary"]
               if site["function"] == site["calls"]}
    twin = functions_below(PROOF / program / "twin")
    original = functions_below(source_of(program))
    wrong, exceptions = [], []
    counts = {"async": 0, "sync": 0, "async_def": 0, "awaitlet": 0}
    for id, before in sorted(original.items()):
        verdict = planned.get(id)
        if verdict is not None and verdict["isTest"] or is_outside(id, twin):
            continue
        if verdict is not None and verdict["verdict"] in OPEN:
            exceptions.append({"id": id, "why": "%s: %s" % (verdict["verdict"], verdict["reason"])})
            continue
        node = twin.get(id)
        if node is None:
            wrong.append({"id": id, "why": "is missing"})
            continue
        label = "sync" if verdict is None else verdict["labels"][strategy]
        if not isinstance(node, ast.Module):
            is_async = isinstance(node, ast.AsyncFunctionDef)
            counts["async" if is_async else "sync"] += 1
            # What was a coroutine function before stays one, whatever reaches what.
            if is_async != (label == "async" or isinstance(before, ast.AsyncFunctionDef)):
                is_what = "async def" if is_async else "def"
                wrong.append({"id": id, "why": "is %s, the plan says %s" % (is_what, label)})
        written = {kind: bridges_in(node, kind) for kind in ("async_def", "awaitlet")}
        for kind in written:
            counts[kind] += len(written[kind])
            wrong += [{"id": id, "why": complaint} for complaint in
                      complaints_about(kind, sites.get((kind, id), []), written[kind], original)]
    added = sorted(set(twin) - set(original))
    wrong += [{"id": id, "why": "is added and has %s()" % kind} for id in added
              for kind in ("async_def", "awaitlet")
              if not all(kind == "async_def" and names & entered for names in bridges_in(twin[id], kind))]
    violations = sorted({violation["function"] for violation in plan["violations"]})
    return {"isSound": plan["isSound"], "violations": violations, "counts": counts,
            "exceptions": exceptions, "added": added, "wrong": wrong}


def is_outside(id, twin):
    """Tests, examples and scripts beside the package are not migrated in the twin."""
    top = id.partition(".")[0]
    return not any(other.partition(".")[0] == top for other in twin)


def source_of(program):
    nested = APPS / program / "src"
    return nested if nested.is_dir() else APPS / program


if __name__ == "__main__":
    json.dump(check(sys.argv[1], sys.argv[2], json.load(sys.stdin)), sys.stdout, indent=1)
