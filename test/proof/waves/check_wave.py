"""Is `after` what the plan leaves after its first service wave? `python3 check_wave.py PROGRAM < assessment.json`

Prints as JSON a list of complaints. By the text alone: functions of that wave are coroutine functions
where the plan says so, all others are as they were; `cross(...)` stands where the assessment lists a
temporary bridge, as often, around what it names, and nowhere else; and a function of a later wave that
needs no bridge has not changed by a letter.
"""
import ast
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from check_twin import functions_below, last_name  # noqa: E402

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def own_text(node):
    """The nodes of a function, its lambdas' too; those of functions defined in it left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, DEFINITIONS):
            continue
        yield child
        yield from own_text(child)


def crossings(node):
    """For each cross(...): the names within it."""
    calls = [each for each in own_text(node)
             if isinstance(each, ast.Call) and last_name(each.func) == "cross"]
    return [{last_name(name) for argument in call.args for name in ast.walk(argument)
             if isinstance(name, (ast.Name, ast.Attribute))} for call in calls]


def spelling(callee):
    """`len(book)` calls `__len__`; a program's body becomes its `main()`."""
    return callee.rpartition(".")[2].strip("_")


def complaints(program, assessment):
    before = functions_below(HERE / program / "before")
    after = functions_below(HERE / program / "after")
    wave = next(wave["number"] for wave in assessment["waves"] if wave["kind"] == "service")
    known = {function["id"]: function for function in assessment["functions"]}
    bridges = {}
    for bridge in assessment["temporaryBridges"]:
        if bridge["wave"] <= wave < bridge["until"]:
            bridges.setdefault(bridge["function"], []).append(bridge)
    for id, node in sorted(before.items()):
        new, function = after.get(id), known.get(id)
        if new is None or isinstance(node, ast.Lambda):
            yield from [] if new else ["%s is missing" % id]
            continue
        has_migrated = function is not None and function["wave"] <= wave
        is_async = has_migrated and function["labels"]["balanced"] == "async"
        if not isinstance(node, ast.Module) and isinstance(new, ast.AsyncFunctionDef) != is_async:
            yield "%s must %sbe async" % (id, "" if is_async else "not ")
        found, listed = crossings(new), bridges.get(id, [])
        if len(found) != len(listed):
            yield "%s crosses %d times, %d are listed" % (id, len(found), len(listed))
        for bridge in listed:
            names = {spelling(callee) for callee in bridge["calls"]} | (
                {"main"} if bridge["kind"] == "entry" else set())
            if not any(names & handed for handed in found):
                yield "%s does not cross to %s" % (id, bridge["calls"])
            if any(names & handed and ("async_def" in handed) == (bridge["label"] == "async")
                   for handed in found):
                yield "%s crosses to %s in the other form" % (id, bridge["calls"])
        is_body = isinstance(node, ast.Module)
        if not has_migrated and not listed and not is_body and ast.dump(new) != ast.dump(node):
            yield "%s has changed before its wave" % id


if __name__ == "__main__":
    json.dump(list(complaints(sys.argv[1], json.load(sys.stdin))), sys.stdout)
